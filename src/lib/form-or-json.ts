import { isUtf8 } from 'node:buffer'
import { type JsonBody, readJson } from './json-body.ts'

const mostFields = 1000
const ampersand = 0x26

/**
 * The body of a webhook whose type the vendor does not name: JSON where it begins as JSON does, else a form, whose fields become
 * texts of one object. Refuses, with a sentence, what is neither.
 */
export function readFormOrJson(body: Uint8Array): JsonBody {
  const start = Buffer.from(body.buffer, body.byteOffset, Math.min(body.byteLength, 100)).toString('utf8')
  if (/^\ufeff?\s*(?:[{["]|$)/.test(start)) return readJson(body)
  if (!isUtf8(body)) return refused('The body is not valid UTF-8.')
  let fields = 1
  for (const byte of body) if (byte === ampersand && ++fields > mostFields) break
  if (fields > mostFields) return refused(`The body has more than ${mostFields} fields.`)
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8')
  if (!/^[\w.[\]%+-]+=/.test(text)) return refused('The body is neither JSON nor a form.')
  return { ok: true, value: Object.fromEntries(new URLSearchParams(text)) }
}

const refused = (detail: string): JsonBody => ({ ok: false, detail })
