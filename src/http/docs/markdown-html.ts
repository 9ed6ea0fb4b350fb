import { escapeHtml } from '../../lib/escape-html.ts'
import { inlineHtml, type Links } from './inline-html.ts'

/**
 * Our own documents as HTML: headings, paragraphs, lists with anything inside, tables and fenced code, as GitHub shows
 * them. Everything else stays text; no markup of a document reaches the page.
 */
export function markdownHtml(text: string, links: Links): string {
  return blocks(text.split('\n'), links)
}

const item = /^(\d+\.|-) +/
const fence = /^```/
const heading = /^(#{1,4}) (.+)$/

function blocks(lines: readonly string[], links: Links): string {
  const html: string[] = []
  for (let i = 0; i < lines.length; ) {
    const line = lines[i] ?? ''
    const title = heading.exec(line)
    if (line.trim() === '') {
      i++
    } else if (fence.test(line)) {
      const end = endOf(lines, i + 1, (one) => fence.test(one))
      html.push(`<pre tabindex="0"><code>${escapeHtml(lines.slice(i + 1, end).join('\n'))}</code></pre>`)
      i = end + 1
    } else if (title) {
      const level = title[1]!.length
      html.push(`<h${level} id="${anchor(title[2]!)}">${inlineHtml(title[2]!, links)}</h${level}>`)
      i++
    } else if (line.startsWith('|')) {
      const end = endOf(lines, i, (one) => !one.startsWith('|'))
      html.push(table(lines.slice(i, end), links))
      i = end
    } else if (item.test(line)) {
      const end = endOf(lines, i, (one, n) => !belongsToList(one, lines[n + 1]))
      html.push(list(lines.slice(i, end), links))
      i = end
    } else {
      const end = endOf(lines, i + 1, (one) => one.trim() === '' || item.test(one) || one.startsWith('|'))
      html.push(`<p>${inlineHtml(lines.slice(i, end).join('\n'), links)}</p>`)
      i = end
    }
  }
  return html.join('\n')
}

function endOf(lines: readonly string[], from: number, ends: (line: string, n: number) => boolean): number {
  let n = from
  while (n < lines.length && !ends(lines[n] ?? '', n)) n++
  return n
}

/** An item, what is indented below it, and a blank line between two such. */
function belongsToList(line: string, next: string | undefined): boolean {
  if (line.trim() === '') return next !== undefined && (item.test(next) || /^ {2,}\S/.test(next))
  return item.test(line) || line.startsWith('  ')
}

function list(lines: readonly string[], links: Links): string {
  const items: string[][] = []
  for (const line of lines) {
    const mark = item.exec(line)
    if (mark) items.push([line.slice(mark[0].length)])
    else items.at(-1)?.push(line.replace(/^ {1,3}/, ''))
  }
  const tag = /^\d/.test(lines[0] ?? '') ? 'ol' : 'ul'
  return `<${tag}>${items.map((one) => `<li>${blocks(one, links)}</li>`).join('\n')}</${tag}>`
}

function table(lines: readonly string[], links: Links): string {
  const [head = [], , ...rows] = lines.map(cells)
  const row = (tag: 'th' | 'td', texts: readonly string[]) =>
    `<tr>${texts.map((text) => `<${tag}>${inlineHtml(text, links)}</${tag}>`).join('')}</tr>`
  return `<table><thead>${row('th', head)}</thead><tbody>${rows.map((texts) => row('td', texts)).join('\n')}</tbody></table>`
}

/** A `\|` is no border. */
const cells = (line: string): string[] =>
  line
    .trim()
    .replace(/^\||\|$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll('\\|', '|'))

/** As GitHub makes them. */
const anchor = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^\w\s-]/g, '')
    .replaceAll(' ', '-')
