import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { failures } from '../../src/contract/failures.ts'
import { problems } from '../../src/contract/problems.ts'

const root = path.resolve(import.meta.dirname, '../../web/src')
type Tree = { readonly [key: string]: string | Tree }

const catalogue = (locale: string) =>
  flatten(JSON.parse(readFileSync(path.join(root, 'locales', `${locale}.json`), 'utf8')) as Tree)

function flatten(tree: Tree, prefix = ''): Map<string, string> {
  const entries = Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[prefix + key, value] as const] : [...flatten(value, `${prefix}${key}.`)],
  )
  return new Map(entries)
}

const en = catalogue('en')
const zh = catalogue('zh-CN')
/** Languages have different plural forms: `x_one` and `x_other` are one text. */
const bare = (key: string) => key.replace(/_(zero|one|two|few|many|other)$/, '')
const keysOf = (texts: Map<string, string>) => [...new Set([...texts.keys()].map(bare))].sort()

const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file))
  .map((file) => readFileSync(path.join(root, file), 'utf8'))
  .join('\n')

/** Parts of keys that are put together while the app runs: `problem.${code}` uses every key below `problem.`. */
const prefixes = [...sources.matchAll(/`([a-z_]+(?:\.[a-z_]+)*[._])\$\{/g)].map((match) => match[1]!)
const suffixes = [...sources.matchAll(/`([a-z_]+\.)\$\{[^}]+\}(_[a-z_]+)`/g)].map(
  (match) => match[1]! + match[2]!,
)

test('both languages have the same keys', () => expect(keysOf(zh)).toEqual(keysOf(en)))

test('no text is empty', () => {
  for (const [key, text] of [...en, ...zh]) expect(text.trim(), key).not.toBe('')
})

test('both languages have the same placeholders', () => {
  const placeholders = (text = '') => [...new Set(text.match(/\{\{\w+\}\}/g))].sort()
  for (const [key, text] of zh) {
    expect(placeholders(text), key).toEqual(placeholders(en.get(key) ?? en.get(`${bare(key)}_other`)))
  }
})

test('every key is used', () => {
  const unused = keysOf(en).filter(
    (key) =>
      !sources.includes(`'${key}'`) &&
      !prefixes.some((prefix) => key.startsWith(prefix)) &&
      !suffixes.some((suffix) => key.startsWith(suffix)),
  )
  expect(unused).toEqual([])
})

test('every key that is used exists', () => {
  const used = [...sources.matchAll(/\bt\(\s*'([\w.]+)'/g)].map((match) => match[1]!)
  expect(used.length).toBeGreaterThan(100)
  expect(used.filter((key) => !keysOf(en).includes(key))).toEqual([])
})

test.each(['en', 'zh-CN'])('every failure and every problem has its words in %s', (locale) => {
  const texts = catalogue(locale)
  for (const code of Object.keys(failures)) {
    expect(texts.has(`failure.${code}.title`), code).toBe(true)
    expect(texts.has(`failure.${code}.remedy`), code).toBe(true)
  }
  for (const code of Object.keys(problems)) expect(texts.has(`problem.${code}`), code).toBe(true)
})
