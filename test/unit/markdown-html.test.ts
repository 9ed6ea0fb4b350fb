import { expect, test } from 'vitest'
import { markdownHtml } from '../../src/http/docs/markdown-html.ts'

const html = (text: string) =>
  markdownHtml(text, (target) => (target.endsWith('.md') ? `/docs/${target.slice(0, -3)}` : undefined))

test.each([
  ['# The title', '<h1 id="the-title">The title</h1>'],
  ['one\ntwo\n\nthree', '<p>one\ntwo</p>\n<p>three</p>'],
  [
    '**bold**, *it is*, `code *here*`',
    '<p><strong>bold</strong>, <em>it is</em>, <code>code *here*</code></p>',
  ],
  ['a * b * c, 2*3*4', '<p>a * b * c, 2*3*4</p>'],
  ['[page](a.md)', '<p><a href="/docs/a" rel="noreferrer">page</a></p>'],
  ['[gone](../../x)', '<p>gone</p>'],
  ['[bad](javascript:alert(1))', '<p>bad)</p>'],
  ['<script>x</script> & "y"', '<p>&#60;script&#62;x&#60;/script&#62; &#38; &#34;y&#34;</p>'],
  ['- one\n  more\n- two', '<ul><li><p>one\nmore</p></li>\n<li><p>two</p></li></ul>'],
  ['```\n<a> **b**\n```', '<pre tabindex="0"><code>&#60;a&#62; **b**</code></pre>'],
  [
    '| a | b |\n|---|---|\n| `x \\| y` | 1 |',
    '<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td><code>x | y</code></td><td>1</td></tr></tbody></table>',
  ],
])('%j', (text, expected) => expect(html(text)).toBe(expected))

test('a list item holds paragraphs, tables and further lists', () => {
  const text = '1. First:\n\n   | a |\n   |---|\n   | b |\n\n2. Second\n   - inner\n\nAfter.'
  expect(html(text)).toMatch(
    /^<ol><li><p>First:<\/p>\n<table>.*<\/table><\/li>\n<li><p>Second<\/p>\n<ul><li><p>inner<\/p><\/li><\/ul><\/li><\/ol>\n<p>After.<\/p>$/s,
  )
})
