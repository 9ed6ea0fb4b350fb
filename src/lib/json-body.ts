import { isUtf8 } from 'node:buffer'

/** Deeper than any real payload, shallow enough for whatever walks the value afterwards. */
export const deepest = 32
/** More than any real batch has, few enough to be parsed without a pause that others would notice. */
export const mostKeys = 20_000

export type JsonBody =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly detail: string }

/**
 * Bytes from outside to a JSON value. Refuses, with a sentence, what is not UTF-8, what is nested more than
 * `deepest` levels or has more than `keys` keys (found without recursion, before parsing) and what is not JSON.
 * A byte order mark is skipped.
 *
 * Keys such as `__proto__` become plain own properties; they do no harm as long as nobody copies them key by key.
 */
export function readJson(bytes: Uint8Array, keys = mostKeys): JsonBody {
  if (!isUtf8(bytes)) return { ok: false, detail: 'The body is not valid UTF-8.' }
  const excess = excessOf(bytes, keys)
  if (excess) return { ok: false, detail: excess }
  const start = bytes[0] === 0xef ? 3 : 0
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + start, bytes.byteLength - start).toString('utf8')
  try {
    return { ok: true, value: JSON.parse(text) }
  } catch {
    // The parser's own words quote the body, which may hold a customer's text: they stay out of logs.
    return { ok: false, detail: text === '' ? 'The body is empty.' : 'The body is not JSON.' }
  }
}

const quote = 0x22
const colon = 0x3a
const backslash = 0x5c

/** What is too much about a body, told from its brackets and colons alone. */
function excessOf(bytes: Uint8Array, most: number): string | undefined {
  let depth = 0
  let keys = 0
  let inString = false
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!
    if (inString) {
      if (byte === quote) inString = false
      else if (byte === backslash) i++
    } else if (byte === quote) inString = true
    else if (byte === colon) {
      if (++keys > most) return `The JSON has more than ${most} keys.`
    }
    // `[` and `{`, `]` and `}` differ in one bit.
    else if ((byte | 0x20) === 0x7b) {
      if (++depth > deepest) return `The JSON is nested more than ${deepest} levels deep.`
    } else if ((byte | 0x20) === 0x7d) depth--
  }
  return undefined
}
