import { parsePhoneNumberFromString } from 'libphonenumber-js/min'
import { e164 } from './e164.ts'

/**
 * A number as a person writes it, with its country code (`+1 202-555-0101`, `+44 (0)20 7946 0958`), in E.164; undefined
 * where it is none. Only the form is judged: see `e164`.
 */
export function toE164(written: string): string | undefined {
  // Address books wrap numbers in invisible marks of direction.
  const text = written.replace(/\p{Cf}/gu, '').trim()
  if (!text.startsWith('+') || text.length > 40 || /\p{L}/u.test(text)) return undefined
  const parsed = parsePhoneNumberFromString(text, { extract: false })
  if (!parsed || parsed.ext) return undefined
  return e164.test(parsed.number) ? parsed.number : undefined
}
