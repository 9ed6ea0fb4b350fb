import { expect, test } from 'vitest'
import { visibleText } from '../../web/src/lib/visible-text.ts'

test.each([
  ['plain text', 'plain text'],
  ['line\nbreak\tand tab\r\n', 'line\nbreak\tand tab\r\n'],
  ['invoice\u202Efdp.exe', 'invoice[U+202E]fdp.exe'],
  ['\u202Aa\u202C', '[U+202A]a[U+202C]'],
  ['\u2066a\u2069', '[U+2066]a[U+2069]'],
  ['\u200Eleft\u200Fright', '[U+200E]left[U+200F]right'],
  ['zero\u200Bwidth', 'zero[U+200B]width'],
  ['non\u200Cjoiner', 'non[U+200C]joiner'],
  ['a\u200Db', 'a[U+200D]b'],
  ['\uFEFFmark', '[U+FEFF]mark'],
  ['soft\u00ADhyphen', 'soft[U+00AD]hyphen'],
  ['nul\u0000bell\u0007', 'nul[U+0000]bell[U+0007]'],
  ['c1\u0085', 'c1[U+0085]'],
  ['two\u2028lines', 'two[U+2028]lines'],
  ['hangul\u3164filler', 'hangul[U+3164]filler'],
  ['tag\u{E0041}', 'tag[U+E0041]'],
  ['👩\u200D💻', '👩\u200D💻'],
  ['❤\uFE0F\u200D🔥', '❤\uFE0F\u200D🔥'],
  ['👩🏽\u200D🚀', '👩🏽\u200D🚀'],
  ['你好，世界', '你好，世界'],
  ['مرحبا', 'مرحبا'],
])('%j is shown as %j', (text, shown) => expect(visibleText(text)).toBe(shown))
