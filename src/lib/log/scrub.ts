import { maskNumber } from '../mask-number.ts'

const longest = 300
/** More than is kept, so that a cut never leaves half a token behind. */
const looked = 2_000

/** Characters that move the cursor, break a line or hide text: C0, DEL, C1, line separators, zero width and direction marks. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const unsafe = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+/g

/** Most values: a short word of harmless signs, without a long row of digits or hexadecimal ones. */
const harmless = /^(?!.*(?:\d{7}|[0-9a-f]{32}))[\w./:,-]{0,39}$/i

/**
 * A text as a log line may hold it: one line, no escape sequences, cut at 300 characters, and without what looks like a
 * phone number, a token, a password in an address, or an Authorization value.
 */
export function scrub(text: string): string {
  if (harmless.test(text)) return text
  return text
    .slice(0, looked)
    .replace(unsafe, ' ')
    .replace(/\b(Bearer|Basic)\s+\S+/gi, '$1 [secret]')
    .replace(/:\/\/[^\s/@]+@/g, '://[secret]@')
    .replace(/\b[0-9a-f]{32,}\b/gi, '[token]')
    .replace(/[A-Za-z0-9_-]{40,}/g, '[token]')
    .replace(/(?:\+|%2B)\d{7,}|(?<!\w)\d{10,15}(?!\w)/gi, maskNumber)
    .slice(0, longest)
}
