import { expect, test } from 'vitest'
import type { Problem } from '../../src/contract/problems.ts'
import type { Template } from '../../src/contract/templates.ts'
import { fillTemplate } from '../../src/core/templates/fill.ts'

const template: Template = {
  ...{ providerTemplateId: '1', name: 'a', language: 'en', category: 'utility', status: 'approved' },
  parameterFormat: 'positional',
  body: 'Use {{1}}',
  buttons: [
    { type: 'quick_reply', text: 'No' },
    { type: 'copy_code', text: 'Copy', longest: 20 },
  ],
  unsupported: [],
}
const fill = (body: string, code = 'CODE') => {
  try {
    return fillTemplate(template, { id: 1, values: { 'body.1': body, 'button.1': code } }, []).text
  } catch (error) {
    return (error as Problem).extra.errors
  }
}
const refused = (key: string, message: RegExp) => [
  { path: `body.template.values.${key}`, message: expect.stringMatching(message) },
]

test.each(['a\nb', 'a\r\nb', 'a\tb', 'a\u2028b', 'a\u2029b', 'a\u0085b', `a${' '.repeat(5)}b`])(
  '%j is more than the line that a vendor takes',
  (value) => {
    expect(fill(value)).toEqual(refused('body.1', /one line/))
  },
)

test.each(['a    b', '{{1}}', '{{2}}', '订单 😀', 'x'.repeat(1_024), '__proto__', "'; --"])(
  '%j goes as it is',
  (value) => {
    expect(fill(value)).toBe(`Use ${value}`)
  },
)

test('a code has as many characters as the vendor copies', () => {
  expect(fill('x', 'C'.repeat(20))).toBe('Use x')
  expect(fill('x', 'C'.repeat(21))).toEqual(refused('button.1', /more than 20/))
})
