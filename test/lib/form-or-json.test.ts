import { expect, test } from 'vitest'
import { readFormOrJson } from '../../src/lib/form-or-json.ts'

const read = (body: string) => readFormOrJson(Buffer.from(body))

test.each([
  ['{"a":"1"}', { a: '1' }],
  ['\ufeff \n{"a":"1"}', { a: '1' }],
  ['["a"]', ['a']],
  ['a=1', { a: '1' }],
  ['a=%C3%89t%C3%A9+%F0%9F%8D%81&b=', { a: 'Été 🍁', b: '' }],
  ['a=1&a=2', { a: '2' }],
  ['file_urls%5B0%5D=x', { 'file_urls[0]': 'x' }],
])('%j is read', (body, value) => {
  expect(read(body)).toEqual({ ok: true, value })
})

test.each([
  ['', 'empty'],
  ['   ', 'not JSON'],
  ['{"a"', 'not JSON'],
  ['null', 'neither'],
  ['<html a=1>', 'neither'],
  ['a', 'neither'],
  ['a=1&'.repeat(1000), 'more than 1000 fields'],
])('%j is refused', (body, words) => {
  expect(read(body.slice(0, 5000))).toEqual({ ok: false, detail: expect.stringContaining(words) })
})

test('what is not UTF-8 is refused in either form', () => {
  for (const start of ['{"a":"', 'a=']) {
    const body = Buffer.concat([Buffer.from(start), Buffer.from([0xff])])
    expect(readFormOrJson(body)).toEqual({ ok: false, detail: 'The body is not valid UTF-8.' })
  }
})

test('a field called __proto__ is a field like any other', () => {
  const json = read('__proto__=1')
  expect(json.ok && Object.getPrototypeOf(json.value)).toBe(Object.prototype)
})
