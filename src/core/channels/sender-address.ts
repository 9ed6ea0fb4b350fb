import type { AddressKind } from '../../contract/provider.ts'
import { toE164 } from '../../lib/phone-number.ts'

export type Address =
  | { readonly ok: true; readonly address: string }
  | { readonly ok: false; readonly message: string }

const shortCode = /^\d{3,8}$/
const senderName = /^(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11}$/
const accountId = /^[\w.:-]{1,64}$/

/** A name as sender, on carriers: customers see it and cannot answer. */
export function isSenderName(kind: string, address: string): boolean {
  return kind === 'tel' && senderName.test(address)
}

/**
 * A sender's address in the one form in which it is stored and compared. On carriers: a number in E.164, a short code of
 * three to eight digits, or a name of up to eleven letters, digits and spaces. Elsewhere: the vendor's id, as it is.
 */
export function senderAddress(kind: AddressKind, written: string): Address {
  const text = written.trim()
  if (kind !== 'tel') {
    return accountId.test(text)
      ? { ok: true, address: text }
      : { ok: false, message: 'must be the id that the provider shows: letters, digits and . _ : -' }
  }
  const number = toE164(text)
  if (number) return { ok: true, address: number }
  if (shortCode.test(text) || senderName.test(text)) return { ok: true, address: text }
  return {
    ok: false,
    message:
      'must be a number with + and its country code (+1 202 555 0101), a short code of 3 to 8 digits, or a name of up to 11 letters and digits',
  }
}
