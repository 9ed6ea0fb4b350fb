import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { known, sniffFile } from '../../src/core/media/sniff.ts'
import { isInline } from '../../src/core/media/types.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trunkline-sniff-'))
})
afterAll(() => rm(folder, { recursive: true }))

const bytes = (...parts: (string | number[])[]) =>
  Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))),
  )
const png = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
const ihdr = bytes(
  [0, 0, 0, 13],
  'IHDR',
  [0, 0, 0, 1, 0, 0, 0, 1, 8, 6, 0, 0, 0, 0, 0, 0, 0],
  [0, 0, 0, 0],
  'IDAT',
)
const html = '<!doctype html><script>alert(1)</script>'
const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
const box = (brand: string) => bytes([0, 0, 0, 24], 'ftyp', brand, [0, 0, 0, 0], 'isommp41')

/** What is in the file, what its sender says it is, what we say, and whether a browser may show it. */
const files: [string, Buffer, string | undefined, string, boolean][] = [
  ['a PNG', bytes(png, [...ihdr]), 'image/png', 'image/png', true],
  ['a PNG declared as HTML', bytes(png, [...ihdr]), 'text/html', 'image/png', true],
  ['a JPEG', bytes([0xff, 0xd8, 0xff, 0xe0], '\0\x10JFIF\0'), undefined, 'image/jpeg', true],
  ['a GIF', bytes('GIF89a', [1, 0, 1, 0]), 'image/gif', 'image/gif', true],
  ['a GIF that is a script too', bytes('GIF89a/*', html, '*/=1;alert(1)'), 'text/html', 'image/gif', true],
  ['a WebP', bytes('RIFF', [30, 0, 0, 0], 'WEBPVP8 ', [0, 0, 0, 0]), undefined, 'image/webp', true],
  ['a JPEG with HTML after it', bytes([0xff, 0xd8, 0xff, 0xe0], html), 'text/html', 'image/jpeg', true],
  ['an MP4', box('isom'), undefined, 'video/mp4', true],
  ['a 3GP', box('3gp4'), undefined, 'video/3gpp', true],
  ['an M4A', box('M4A '), undefined, 'audio/mp4', true],
  ['a WebM', bytes([0x1a, 0x45, 0xdf, 0xa3, 0x87, 0x42, 0x82, 0x84], 'webm'), undefined, 'video/webm', true],
  ['an MP3', bytes('ID3', [3, 0, 0, 0, 0, 0, 0], [0xff, 0xfb, 0x90, 0x64]), undefined, 'audio/mpeg', true],
  ['an AMR voice note', bytes('#!AMR\n', [0, 0]), undefined, 'audio/amr', true],
  ['a WAV', bytes('RIFF', [36, 0, 0, 0], 'WAVEfmt '), undefined, 'audio/wav', true],
  ['a PDF', bytes('%PDF-1.7\n'), 'image/png', 'application/pdf', false],
  [
    'a PDF that begins like HTML',
    bytes(html, '%PDF-1.7\n'),
    'application/pdf',
    'application/octet-stream',
    false,
  ],
  ['an SVG', bytes(svg), 'image/svg+xml', 'application/octet-stream', false],
  [
    'an SVG with a declaration',
    bytes('<?xml version="1.0"?>', svg),
    'image/svg+xml',
    'application/octet-stream',
    false,
  ],
  ['an SVG declared as PNG', bytes(svg), 'image/png', 'application/octet-stream', false],
  ['HTML', bytes(html), 'text/html', 'application/octet-stream', false],
  ['HTML declared as a picture', bytes(html), 'image/jpeg', 'application/octet-stream', false],
  ['HTML declared as text', bytes(html), 'text/plain', 'text/plain', false],
  ['XML', bytes('<?xml version="1.0"?><a/>'), 'text/xml', 'application/octet-stream', false],
  ['a program', bytes('MZ', new Array(80).fill(0)), 'image/png', 'application/x-msdownload', false],
  ['text', Buffer.from('Grüße, 你好\r\n\tx'), 'text/plain; charset=utf-8', 'text/plain', false],
  ['text declared otherwise', bytes('hello'), 'text/css', 'application/octet-stream', false],
  ['text not declared', bytes('hello'), undefined, 'application/octet-stream', false],
  ['text with a NUL', bytes('hel\0lo'), 'text/plain', 'application/octet-stream', false],
  ['text with an escape', bytes('\x1b[31mred'), 'text/plain', 'application/octet-stream', false],
  ['text in Latin-1', bytes('Gr\xfc\xdfe'), 'text/plain', 'application/octet-stream', false],
  ['text that ends within a character', bytes('gr\xc3'), 'text/plain', 'application/octet-stream', false],
  [
    'long text cut within a character by the sample',
    Buffer.from(`x${'é'.repeat(40_000)}`),
    'text/plain',
    'text/plain',
    false,
  ],
  ['nothing', Buffer.alloc(0), 'image/png', 'application/octet-stream', false],
]

test.each(files)('%s', async (_, content, declared, type, inline) => {
  const path = join(folder, 'file')
  await writeFile(path, content)
  const sniffed = await sniffFile(path, declared)
  expect(sniffed).toBe(type)
  expect(isInline(sniffed)).toBe(inline)
})

test('an office document keeps its type, though its name holds "xml"', () => {
  const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
  expect(known(docx)).toBe(docx)
  expect(known('audio/ogg; codecs=opus')).toBe('audio/ogg')
  expect(known('application/rss+xml')).toBe('application/octet-stream')
})
