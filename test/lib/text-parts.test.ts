import { describe, expect, test } from 'vitest'
import { plainText, textParts } from '../../src/lib/text-parts.ts'
import { countSegments } from '../../web/src/inbox/composer/segments.ts'

const long = 'a'.repeat(80)

describe('plain forms', () => {
  test.each([
    [`“${long}”`, `"${long}"`],
    [`‘${long}’ – it’s`, `'${long}' - it's`],
    [`${long}… — ok`, `${long}... - ok`],
    [`${long}\u00a0b\u202fc\u2009d`, `${long} b c d`],
    [`«${long}»`, `"${long}"`],
    [`${long}\u2011b\u2012c`, `${long}-b-c`],
  ])('%s is sent as %s', (text, plain) => {
    expect(plainText(text)).toBe(plain)
    expect(textParts(text)).toMatchObject({ encoding: 'UCS-2', segments: 2 })
    expect(textParts(plain)).toEqual({ encoding: 'GSM-7', segments: 1 })
    expect(countSegments(text, true)).toMatchObject({ encoding: 'GSM-7', segments: 1 })
  })

  test.each([
    ['a short text, which is one part either way', '“Hi” – it’s me…'],
    ['one with letters that GSM-7 does not have', `“${'я'.repeat(80)}”`],
    ['one with an emoji', `“${long}” 👍`],
    ['a plain one', `${long}${long}${long}`],
    ['one with accents of GSM-7', `é à ñ ü ${long} €`],
    ['an empty one', ''],
  ])('leave alone %s', (_what, text) => expect(plainText(text)).toBe(text))

  test('keep line ends and the signs of the extension table', () => {
    const text = `“${long}”\r\n{[€]}\n~`
    expect(plainText(text)).toBe(`"${long}"\r\n{[€]}\n~`)
  })
})
