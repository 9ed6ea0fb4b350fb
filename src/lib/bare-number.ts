import { e164 } from './e164.ts'

/**
 * A number as North American carriers write it (`12065550101`, `2065550101`, `+12065550101`) in E.164. Anything else,
 * a short code or a name, comes back as it is.
 */
export function withCountryCode(written: string): string {
  const text = written.trim()
  if (/^[2-9]\d{9}$/.test(text)) return `+1${text}`
  const international = `+${text}`
  // Ten digits and fewer could be a short code or a number without its country.
  return /^[1-9]\d{10,14}$/.test(text) && e164.test(international) ? international : text
}

/** A number without its plus sign, as some carriers want it; a short code or a name as it is. */
export function withoutPlus(address: string): string {
  return e164.test(address) ? address.slice(1) : address
}
