import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { root } from '../../scripts/lib/paths.mjs'
import { keywordOf } from '../../src/core/consent/keyword.ts'
import { words } from '../../src/core/consent/words.ts'

const own = { opt_out_words: 'Leave me alone, NEIN ', opt_in_words: '我要，回来', help_words: '' }
const is = (text: string | undefined, settings = {}) => keywordOf(text, settings)

describe('a keyword', () => {
  it.each([
    'STOP',
    'StopAll',
    'unsubscribe',
    'Cancel',
    'END',
    'quit',
    'Stop!',
    ' stop. ',
    '“STOP”',
    '\n*stop*\n',
  ])('%j stops', (text) => expect(is(text)).toBe('out'))
  it.each([
    'ＳＴＯＰ',
    'st\u200bop',
    '\u202dSTOP\u202c',
    'Stop  all',
    'STOP 🛑',
    'Arrêt',
    'ARRE\u0302T',
    '退订',
    '「停止」',
    'TD',
  ])('%j stops too, whatever its form', (text) => expect(is(text)).toBe('out'))
  it.each(['start', 'UNSTOP', 'Start.', '恢复'])('%j starts again', (text) => expect(is(text)).toBe('in'))
  it.each(['HELP', 'help?', 'Info', '帮助', 'Hilfe!'])('%j asks for help', (text) =>
    expect(is(text)).toBe('help'),
  )
  it.each([
    'please stop by',
    'stop it',
    'Do not stop',
    'stopped',
    'the end',
    'S.T.O.P',
    'stop start',
    'help me',
    '',
    '!?',
    '👍',
    `stop${' '.repeat(100)}`,
    undefined,
  ])('%j is none', (text) => expect(is(text)).toBeUndefined())

  it("may be one of the channel's own", () => {
    expect(is('leave me ALONE!', own)).toBe('out')
    expect(is('nein', own)).toBe('out')
    expect(is('回来', own)).toBe('in')
    expect(is('leave me', own)).toBeUndefined()
    expect(is(',', own)).toBeUndefined()
  })

  it('has one meaning in all languages', () => {
    const all = Object.values(words).flatMap((language) => Object.values(language).flat())
    expect(new Set(all).size).toBe(all.length)
    for (const language of Object.values(words)) {
      for (const [keyword, list] of Object.entries(language)) {
        for (const word of list) expect(is(word), word).toBe(keyword)
      }
    }
  })

  it('stands in docs/opt-out.md', () => {
    const page = readFileSync(`${root}docs/opt-out.md`, 'utf8')
    for (const language of Object.values(words)) {
      for (const list of Object.values(language)) expect(page).toContain(list.join(', '))
    }
  })
})
