import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { hmac, sameDigest } from '../../src/lib/hmac.ts'
import { parseIsoTime } from '../../src/lib/iso-time.ts'
import { deepest, mostKeys, readJson } from '../../src/lib/json-body.ts'
import { retryAfterMs } from '../../src/lib/retry-after.ts'
import { vendorWords } from '../../src/lib/vendor-words.ts'
import { firstIssue, wireText } from '../../src/lib/wire-text.ts'

describe('JSON bodies', () => {
  const nested = (depth: number) => Buffer.from('['.repeat(depth) + ']'.repeat(depth))
  const keys = (count: number) =>
    Buffer.from(JSON.stringify(Object.fromEntries([...Array(count).keys()].entries())))

  test('are taken up to the limits and refused beyond', () => {
    expect(readJson(nested(deepest)).ok).toBe(true)
    expect(readJson(nested(deepest + 1)).ok).toBe(false)
    expect(readJson(keys(mostKeys)).ok).toBe(true)
    expect(readJson(keys(mostKeys + 1)).ok).toBe(false)
  })
  test('brackets, colons and quotes in strings do not count', () => {
    const value = { a: '[{'.repeat(100), 'b\\"[': ':'.repeat(mostKeys + 5), c: '\\', d: ['"', '\\"'] }
    expect(readJson(Buffer.from(JSON.stringify(value)))).toEqual({ ok: true, value })
  })
  test('that are a part of a larger buffer are read alone', () => {
    expect(readJson(Buffer.from('xx{"a":1}yy').subarray(2, -2))).toEqual({ ok: true, value: { a: 1 } })
  })
  test("errors do not quote the body, which may hold a customer's text", () => {
    expect(JSON.stringify(readJson(Buffer.from('{"text": my secret}')))).not.toContain('secret')
  })
})

test.each([
  ['2026-11-21T10:00:00.123+08:00', '2026-11-21T02:00:00.123Z'],
  ['2026-11-21T10:00:00.123-0530', '2026-11-21T15:30:00.123Z'],
  ['2026-11-21T10:00:00Z', '2026-11-21T10:00:00.000Z'],
  ['2026-11-21T10:00:00.1Z', '2026-11-21T10:00:00.100Z'],
  ['2026-11-21T10:00:00.123456789Z', '2026-11-21T10:00:00.123Z'],
  ['2024-02-29T23:59:59Z', '2024-02-29T23:59:59.000Z'],
])('the time %s is %s', (text, utc) => {
  expect(new Date(parseIsoTime(text)!).toISOString()).toBe(utc)
})
test.each([
  '2026-11-21T10:00:00',
  '2026-11-21 10:00:00Z',
  '2023-02-29T10:00:00Z',
  '2026-13-01T10:00:00Z',
  '2026-00-10T10:00:00Z',
  '2026-11-21T24:00:00Z',
  '2026-11-21T10:00:00+25:00',
  '20261121T100000Z',
  '1795255200',
  '',
])('%j is no time', (text) => expect(parseIsoTime(text)).toBeUndefined())

test.each([
  ['7', 7000],
  [' 0 ', 0],
  ['99999999999999999999', 3_600_000],
  ['Sat, 21 Nov 2026 10:00:30 GMT', 30_000],
  ['Wed, 21 Oct 2015 07:28:00 GMT', 0],
  ['-1', undefined],
  ['1.5', undefined],
  ['soon', undefined],
  ['', undefined],
  [undefined, undefined],
])('Retry-After %j is %s ms', (header, ms) => {
  expect(retryAfterMs(header, Date.UTC(2026, 10, 21, 10))).toBe(ms)
})

describe("a vendor's words", () => {
  test('lose secrets, control characters and length', () => {
    expect(vendorWords('key k-1\u0007 of\r\n\u202eyou k-1', ['k-1', undefined, ''])).toBe(
      'key ••• of you •••',
    )
    expect([...vendorWords('👋'.repeat(500), [])]).toHaveLength(300)
  })
})

describe('text from outside', () => {
  test('holds no NUL, and no halves of characters', () => {
    expect(wireText.safeParse('a\0').success).toBe(false)
    expect(wireText.parse('\udc00a\ud83d\ude00\ud83d')).toBe('\ufffda😀\ufffd')
  })
  test('what is wrong has a place', () => {
    const shape = z.object({ a: z.array(z.object({ b: z.string() })) })
    const issue = (value: unknown, below?: string[]) => firstIssue(shape.safeParse(value).error!, below)
    expect(issue({ a: [{ b: '' }, {}] }, ['x'])).toBe('x.a[1].b: missing')
    expect(issue({})).toBe('a: missing')
    expect(issue(5)).toMatch(/^The body: /)
  })
})

describe('HMAC', () => {
  test('is the same for every use of a key, however many keys there are', () => {
    for (let i = 0; i < 2500; i++) {
      const secret = `s${i % 1500}`
      expect(hmac('sha256', secret, 'x')).toEqual(createHmac('sha256', secret).update('x').digest())
    }
  })
  test('digests of different lengths differ', () => {
    expect(sameDigest(Buffer.from('ab'), Buffer.from('abc'))).toBe(false)
    expect(sameDigest(Buffer.from('abc'), Buffer.from('abc'))).toBe(true)
  })
})
