import { escapeHtml } from '../../lib/escape-html.ts'

/** Where a link of a document leads on the gateway; undefined where there is nothing to be read, so that its text stays. */
export type Links = (target: string) => string | undefined

const parts =
  /`([^`]+)`|\[([^\]]+)\]\(([^)\s]+)\)|\*\*([^*]+)\*\*|(?<![\w*])\*([^*\s](?:[^*]*[^*\s])?)\*(?![\w*])/g

/** Code, links, bold and italic words within a text; the rest is escaped. */
export function inlineHtml(text: string, links: Links): string {
  let html = ''
  let from = 0
  for (const match of text.matchAll(parts)) {
    const [whole, code, label, target, bold, italic] = match
    html += escapeHtml(text.slice(from, match.index))
    if (code !== undefined) html += `<code>${escapeHtml(code)}</code>`
    else if (label !== undefined) html += link(label, target ?? '', links)
    else if (bold !== undefined) html += `<strong>${inlineHtml(bold, links)}</strong>`
    else html += `<em>${inlineHtml(italic ?? '', links)}</em>`
    from = match.index + whole.length
  }
  return html + escapeHtml(text.slice(from))
}

function link(label: string, target: string, links: Links): string {
  const href = /^https:\/\//.test(target) ? target : links(target)
  const words = inlineHtml(label, () => undefined)
  return href === undefined ? words : `<a href="${escapeHtml(href)}" rel="noreferrer">${words}</a>`
}
