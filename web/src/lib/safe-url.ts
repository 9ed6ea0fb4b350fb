const allowed = /^(https?|mailto|tel):/i
const unseen = /[\s\p{C}]/u

/**
 * The address where it may be followed, or null. Only absolute http, https, mailto and tel addresses without blanks
 * and invisible characters pass. One function for every link, picture and button made from foreign text.
 */
export function safeUrl(raw: string): string | null {
  if (!allowed.test(raw) || unseen.test(raw)) return null
  try {
    const url = new URL(raw)
    return allowed.test(url.protocol) ? url.href : null
  } catch {
    return null
  }
}

/** The host that a link really leads to, where its text hides it: behind a user name or in look-alike letters. */
export function hiddenHost(raw: string): string | null {
  const url = new URL(raw)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return null
  const written = raw.replace(/^https?:\/\//i, '').toLowerCase()
  return written.startsWith(url.hostname) ? null : url.hostname
}

export interface TextPart {
  text: string
  /** Set where the part is a link. */
  href?: string
}

const links = /\bhttps?:\/\/[^\s<>"]+|\b[\w.+-]{1,64}@[a-z\d-]{1,63}(?:\.[a-z\d-]{1,63})+/giu
/** What ends a sentence is not part of the link before it. */
const trailing = /[.,;:!?'，。；：！？、）》」』]+$/u

/** A message's text cut into plain parts and links. The parts put together are the text. */
export function linkify(text: string): TextPart[] {
  const parts: TextPart[] = []
  let from = 0
  for (const match of text.matchAll(links)) {
    const found = trimmed(match[0])
    const href = safeUrl(/^https?:/i.test(found) ? found : `mailto:${found}`)
    if (href === null) continue
    if (match.index > from) parts.push({ text: text.slice(from, match.index) })
    parts.push({ text: found, href })
    from = match.index + found.length
  }
  if (from < text.length) parts.push({ text: text.slice(from) })
  return parts
}

function trimmed(found: string): string {
  const cut = found.replace(trailing, '')
  const unopened = cut.endsWith(')') && !cut.includes('(')
  return unopened ? cut.slice(0, -1) : cut
}
