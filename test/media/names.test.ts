import { expect, test } from 'vitest'
import {
  disposition,
  nameFromDisposition,
  receivedFileName,
  safeFileName,
} from '../../src/core/media/names.ts'

const names: [string | undefined, string][] = [
  ['photo.jpg', 'photo.jpg'],
  ['你好 world.pdf', '你好 world.pdf'],
  ['../../etc/passwd', 'passwd'],
  ['C:\\Users\\x\\evil.exe', 'evil.exe'],
  ['a/b\\c.txt', 'c.txt'],
  ['..', 'file'],
  ['', 'file'],
  [undefined, 'file'],
  ['   ', 'file'],
  ['.htaccess', 'htaccess'],
  ['name.txt. ', 'name.txt'],
  ['photo\u202egpj.exe', 'photogpj.exe'],
  ['a\u200bb\u2066c\ufeff.txt', 'abc.txt'],
  ['a\u3164\u2800.txt', 'a.txt'],
  ['a\r\nSet-Cookie: x=1', 'aSet-Cookie_ x=1'],
  ['a\0.png', 'a.png'],
  ['a\u2028b', 'ab'],
  ['a\ud800b', 'ab'],
  ['a"b<c>|?*:.txt', 'a_b_c_____.txt'],
  ['e\u0301.txt', 'é.txt'],
  ['a\t b   c.txt', 'a b c.txt'],
  [`${'x'.repeat(300)}.jpeg`, `${'x'.repeat(115)}.jpeg`],
  ['😀'.repeat(300), '😀'.repeat(120)],
]

test.each(names)('%j is shown as %j', (name, shown) => {
  expect(safeFileName(name)).toBe(shown)
})

test.each([
  [undefined, 'image/jpeg', 'image.jpg'],
  ['', 'audio/ogg', 'audio.ogg'],
  [undefined, 'application/pdf', 'file.pdf'],
  [undefined, 'application/octet-stream', 'file'],
  ['ME5a1', 'image/png', 'ME5a1.png'],
  ['photo.jpeg', 'image/jpeg', 'photo.jpeg'],
  ['report.final', 'application/pdf', 'report.final'],
  ['No. 5', 'application/pdf', 'No. 5.pdf'],
  ['x'.repeat(300), 'image/jpeg', `${'x'.repeat(116)}.jpg`],
  ['../run', 'application/x-msdownload', 'run'],
])('a vendor calls a file %j: of the type %s it is kept as %j', (name, contentType, kept) => {
  expect(receivedFileName(name, contentType)).toBe(kept)
})

test('the name in a Content-Disposition header', () => {
  const headers: [string | undefined, string | undefined][] = [
    [undefined, undefined],
    ['attachment', undefined],
    ['attachment; filename=a.txt', 'a.txt'],
    ['attachment; filename="a b.txt"', 'a b.txt'],
    ['attachment; filename="a\\"b.txt"', 'a"b.txt'],
    ["attachment; filename=x; filename*=UTF-8''%E4%BD%A0.txt", '你.txt'],
    ["attachment; filename=x; filename*=UTF-8''%E4%BD", 'x'],
    [`attachment; filename="${'\\'.repeat(50_000)}`, undefined],
  ]
  for (const [header, name] of headers) expect(nameFromDisposition(header)).toBe(name)
})

test('a header made for a name holds ASCII only and cannot be broken out of', () => {
  const header = disposition('attachment', safeFileName('你"; filename=evil.html\r\nX: y (1).txt'))
  expect(header).toMatch(/^[\x20-\x7e]+$/)
  expect(header.split('"')).toHaveLength(3)
  expect(nameFromDisposition(header)).toBe(safeFileName('你"; filename=evil.html\r\nX: y (1).txt'))
})
