export interface FormatPart {
  /** Where it begins in the text. */
  at: number
  look: 'plain' | 'bold' | 'italic' | 'strike' | 'mono'
  words: string
}

const looks = { '*': 'bold', _: 'italic', '~': 'strike' } as const
const marked = /```([^`]+)```|`([^`\n]+)`|(?<![\p{L}\p{N}])([*_~])(?=\S)([^\n]*?\S)\3(?![\p{L}\p{N}])/gu

/** WhatsApp's signs around words: `*bold*`, `_italic_`, `~struck~`, and backticks for fixed width. One level deep. */
export function formatParts(text: string): FormatPart[] {
  const parts: FormatPart[] = []
  let from = 0
  for (const match of text.matchAll(marked)) {
    if (match.index > from) parts.push({ at: from, look: 'plain', words: text.slice(from, match.index) })
    const sign = match[3] as '*' | '_' | '~' | undefined
    const words = match[1] ?? match[2] ?? match[4] ?? ''
    parts.push({ at: match.index, look: sign ? looks[sign] : 'mono', words })
    from = match.index + match[0].length
  }
  if (from < text.length) parts.push({ at: from, look: 'plain', words: text.slice(from) })
  return parts
}

/** The same words without the signs, for one line. */
export const withoutSigns = (text: string): string =>
  formatParts(text)
    .map(({ words }) => words)
    .join('')
