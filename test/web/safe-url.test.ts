import { describe, expect, test } from 'vitest'
import { hiddenHost, linkify, safeUrl } from '../../web/src/lib/safe-url.ts'

const c = String.fromCharCode
const scripts = [
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  ' javascript:alert(1)',
  '\tjavascript:alert(1)',
  `java${c(9)}script:alert(1)`,
  `java${c(10)}script:alert(1)`,
  `java${c(13)}script:alert(1)`,
  `java${c(0)}script:alert(1)`,
  `${c(1)}javascript:alert(1)`,
  `${c(0xad)}javascript:alert(1)`,
  'javascript&colon;alert(1)',
  'javascript%3Aalert(1)',
  '&#106;avascript:alert(1)',
  'jav&#x09;ascript:alert(1)',
  'vbscript:msgbox(1)',
  'VBSCRIPT:msgbox(1)',
  'livescript:x',
  'mocha:x',
  'data:text/html,<script>alert(1)</script>',
  'DATA:text/html;base64,PHNjcmlwdD4=',
  'data:image/svg+xml,<svg onload=alert(1)>',
  'blob:https://example.com/1-2',
  'filesystem:https://example.com/x',
  'view-source:https://example.com',
  'file:///etc/passwd',
  'FILE:///c:/windows',
  'ftp://example.com',
  'ws://example.com',
  'wss://example.com',
  'about:blank',
  'chrome://settings',
  'intent://x#Intent;scheme=http;end',
  'sms:+12025550101',
  'skype:x',
  'market://details',
  'ms-word:ofe|u|https://example.com',
  'jar:https://example.com!/x',
  'feed:https://example.com',
  'steam://run/1',
  'cid:x',
]
const broken = [
  '',
  ' ',
  '//example.com',
  '///example.com',
  '\\\\example.com',
  '/path',
  'path',
  '?q',
  '#hash',
  'example.com',
  'www.example.com',
  'http:',
  'https:',
  'http://',
  'https:// example.com',
  'https://exa mple.com',
  `https://exa${c(9)}mple.com`,
  `https://exa${c(10)}mple.com`,
  `https://example.com/${c(0)}`,
  `https://example.com/${c(0x202e)}gpj.exe`,
  `https://example.com/${c(0x200b)}`,
  `https://exam${c(0xad)}ple.com`,
  `${c(0xfeff)}https://example.com`,
  `https${c(0x200d)}://example.com`,
  `ht${c(9)}tps://example.com`,
  ' https://example.com',
  'https://example.com ',
  'https//example.com',
  'https;//example.com',
  'https://[::1',
  'https://example.com:99999',
  'https://%zz',
  'httpss://example.com',
  'xhttps://example.com',
  'https\u2236//example.com',
]
const good: readonly [string, string][] = [
  ['https://example.com', 'https://example.com/'],
  ['http://example.com/a?b=c#d', 'http://example.com/a?b=c#d'],
  ['HTTPS://EXAMPLE.COM/A', 'https://example.com/A'],
  ['https://例え.jp/', 'https://xn--r8jz45g.jp/'],
  ['mailto:a@example.com', 'mailto:a@example.com'],
  ['MAILTO:a@example.com', 'mailto:a@example.com'],
  ['tel:+12025550101', 'tel:+12025550101'],
]

describe('safeUrl', () => {
  test.each(scripts)('refuses the scheme of %j', (raw) => expect(safeUrl(raw)).toBeNull())
  test.each(broken)('refuses %j', (raw) => expect(safeUrl(raw)).toBeNull())
  test.each(good)('passes %j', (raw, href) => expect(safeUrl(raw)).toBe(href))
})

test.each([
  ['https://example.com/x', null],
  ['https://EXAMPLE.com', null],
  ['https://bank.example@evil.example/login', 'evil.example'],
  ['https://xn--r8jz45g.jp/', null],
  ['https://раураl.com/', 'xn--l-7sba6dbr.com'],
  ['mailto:a@example.com', null],
])('hiddenHost(%j) is %j', (raw, host) => expect(hiddenHost(raw)).toBe(host))

describe('linkify', () => {
  const links = (text: string) => linkify(text).flatMap((part) => part.href ?? [])
  test.each<[string, string[]]>([
    ['no link here', []],
    ['see https://example.com/a.', ['https://example.com/a']],
    ['(https://example.com/a)', ['https://example.com/a']],
    ['https://en.example/wiki/A_(b)', ['https://en.example/wiki/A_(b)']],
    [
      '看这里 https://example.com/订单。谢谢',
      ['https://example.com/%E8%AE%A2%E5%8D%95%E3%80%82%E8%B0%A2%E8%B0%A2'],
    ],
    ['write to help@example.com, please', ['mailto:help@example.com']],
    ['javascript:alert(1) https://a.example', ['https://a.example/']],
    [`https://a.example/${c(0x202e)}gpj.exe`, []],
    ['<a href="https://a.example/x">', ['https://a.example/x']],
  ])('%j', (text, hrefs) => expect(links(text)).toEqual(hrefs))

  test('loses nothing of the text', () => {
    const text = 'a https://example.com/x, b@example.com! and https://example.org.'
    expect(
      linkify(text)
        .map((part) => part.text)
        .join(''),
    ).toBe(text)
  })
})
