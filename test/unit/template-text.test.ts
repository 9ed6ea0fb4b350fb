import { describe, expect, test } from 'vitest'
import { fillIn, parametersOf, valueFault } from '../../src/contract/template-text.ts'
import type { Template } from '../../src/contract/templates.ts'

const none = { body: '', buttons: [] }
type Parts = Pick<Template, 'header' | 'body' | 'buttons'>

describe('the parameters of a template', () => {
  const cases: [string, Parts, string[]][] = [
    ['none', { body: 'Your table is ready.', buttons: [] }, []],
    [
      'of every part, in reading order',
      {
        header: { format: 'text', text: 'Hi {{1}}!' },
        body: '{{2}} of {{1}}',
        buttons: [
          { type: 'quick_reply', text: 'Stop {{1}}' },
          { type: 'url', text: 'See', url: 'https://a.example/{{1}}' },
          { type: 'url', text: 'All', url: 'https://a.example/' },
          { type: 'phone', text: 'Call', phone: '+12025550123' },
          { type: 'copy_code', text: 'Copy' },
          { type: 'other', text: 'More', name: 'FLOW' },
        ],
      },
      ['header.1', 'body.2', 'body.1', 'button.1', 'button.4'],
    ],
    ['once where it is repeated', { ...none, body: '{{1}}, {{1}} and {{ 1 }}' }, ['body.1']],
    ['by name', { ...none, body: '{{first_name}} {{order_2}}' }, ['body.first_name', 'body.order_2']],
    [
      'by names of other scripts, and of the language',
      { ...none, body: '{{prénom}} {{姓名}} {{Order-No.}} {{constructor}} {{__proto__}}' },
      ['body.prénom', 'body.姓名', 'body.Order-No.', 'body.constructor', 'body.__proto__'],
    ],
    ['not in a header that is a file', { ...none, header: { format: 'image' } }, []],
    ['no other braces', { ...none, body: '{1} {{}} {{ }} {{a b}} {{{1}' }, []],
  ]
  test.each(cases)('%s', (_what, parts, keys) => {
    expect(parametersOf(parts)).toEqual(keys)
  })
})

describe('a text with its values', () => {
  const values = { 'body.1': 'Ada', 'body.name': '$& {{1}}', 'header.1': 'Hello', 'body.2': '' }
  const cases: [string, 'header' | 'body', string, string][] = [
    ['takes those of its part', 'body', '{{1}}!', 'Ada!'],
    ['takes those of the header', 'header', '{{1}}!', 'Hello!'],
    ['puts them in as they are, once', 'body', '{{name}}', '$& {{1}}'],
    ['keeps what has no value', 'body', '{{2}} {{ 3 }} {{toString}}', '{{2}} {{ 3 }} {{toString}}'],
    ['takes one wherever it stands', 'body', '{{1}} and {{ 1 }}', 'Ada and Ada'],
  ]
  test.each(cases)('%s', (_what, part, text, filled) => {
    expect(fillIn(part, text, values)).toBe(filled)
  })
})

test.each([
  [undefined, 'missing'],
  [' \t ', 'missing'],
  ['x', undefined],
  ['  x  ', undefined],
  ['a    b', undefined],
  ['a     b', 'not_one_line'],
  ['a\nb', 'not_one_line'],
  ['a\tb', 'not_one_line'],
  ['a\u2028b', 'not_one_line'],
  ['x'.repeat(1_024), undefined],
  ['x'.repeat(1_025), 'too_long'],
])('the value %j of a parameter: %s', (value, fault) => {
  expect(valueFault(value, 1_024)).toBe(fault)
})
