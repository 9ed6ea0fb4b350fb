import { describe, expect, it } from 'vitest'
import { isCommonPassword } from '../../src/core/people/common-password.ts'

const words = [
  'password',
  'welcome',
  'letmein',
  'iloveyou',
  'sunshine',
  'dragon',
  'football',
  'trunkline',
  'monkey',
]
const seasons = [
  ...['Spring', 'Summer', 'Autumn', 'Winter', 'January', 'March', 'October', 'December', 'Monday', 'Friday'],
  ...['Welcome', 'Company', 'Office', 'London', 'Admin'],
]
const years = Array.from({ length: 80 }, (_, i) => String(1950 + i))
const tails = [
  '',
  '!',
  '!!',
  '#1',
  '123',
  '1234',
  '12345',
  '123456',
  '@123',
  '!@#',
  '1!',
  '007',
  '2026',
  '2026!',
]

/** What a guesser tries first: words with digits, signs and years, pairs, look-alikes, rows of keys, repeats. */
function triedFirst(): string[] {
  const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)
  const lookalike = (word: string) => word.replaceAll('o', '0').replaceAll('a', '@').replaceAll('e', '3')
  const found = [
    ...words.flatMap((word) =>
      tails.flatMap((tail) => [word + tail, capital(word) + tail, lookalike(word) + tail]),
    ),
    ...words.flatMap((a) => words.flatMap((b) => tails.map((tail) => a + b + tail))),
    ...seasons.flatMap((season) =>
      years.flatMap((year) => [`${season}${year}!!`, `${season}@${year}`, `${year}${season}!`]),
    ),
    ...['q', 'ab', 'abc', 'pass', 'hunter'].map((unit) => unit.repeat(12 / unit.length)),
    ...[
      '123456789012',
      '012345678901',
      '987654321098',
      'abcdefghijkl',
      'qwertyuiop12',
      'qwertyuiopas',
      '1qaz2wsx3edc',
    ],
    ...[
      'zaq12wsxcde3',
      '1q2w3e4r5t6y',
      'qwerty123456',
      'asdfghjkl123',
      'Qwerty12345!',
      'abcd1234abcd',
      'aaaaaaaaaaab',
    ],
    ...[
      '111111111111',
      '!!!!!!!!!!!!',
      '121212121212',
      '112233445566',
      'p@ssw0rd1234',
      'P4$$w0rd!2026',
      'admin-admin-admin',
    ],
  ]
  return [...new Set(found)].filter((password) => password.length >= 12)
}

describe('common passwords', () => {
  it('are refused: more than 3,000 that are tried first', () => {
    const list = triedFirst()
    expect(list.length).toBeGreaterThan(3_000)
    expect(list.filter((password) => !isCommonPassword(password))).toEqual([])
  })

  it.each([
    ['Kim Lee', 'KimLee123456'],
    ['kim.lee@example.com', 'kim.lee.2026!'],
    ['Ada Lovelace', 'lovelace-ada-1815'],
  ])('made of what stands for the person (%s) are refused', (personal, password) => {
    expect(isCommonPassword(password, [personal])).toBe(true)
    expect(isCommonPassword(`${password} sings quietly`, [personal])).toBe(false)
  })

  it.each([
    'nine purple giraffes hum',
    'correct horse battery staple',
    'seven green trumpets sleep',
    'xK9#mQ2$vL7@pR4!',
    'kqzv-hwtn-plrd-xcfb',
    'My cat Felix ate 3 mice',
    'd7Fq0aLw2Zt9',
    '8302 5719 4460 2938 1175',
    '紫色的长颈鹿在唱歌跳舞吃饭',
    'пять тихих подводных лодок',
    'a password that goes on and says something nobody would guess',
  ])('do not include “%s”', (password) => {
    expect(isCommonPassword(password, ['Kim Lee', 'kim', '301'])).toBe(false)
  })

  it('are found quickly in any text', () => {
    for (const text of [
      'a'.repeat(256),
      'abcd'.repeat(64),
      '1q2w'.repeat(64),
      'x1'.repeat(128),
      'password'.repeat(32),
    ]) {
      const started = performance.now()
      isCommonPassword(text)
      expect(performance.now() - started).toBeLessThan(50)
    }
  })
})
