import { e164 } from '../../src/lib/e164.ts'

/** A business-scoped user id: country, dot, up to 128 letters and digits; `ENT.` for that of a parent portfolio. */
const userId = /^[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}$/

export const isUserId = (address: string): boolean => userId.test(address)

/**
 * An address as we keep it: a number, which WhatsApp writes without its plus, in E.164; a user id as it is, wherever it
 * stands (some partners put it where the number was). Undefined where it is neither.
 * Source: developers.facebook.com/documentation/business-messaging/whatsapp/business-scoped-user-ids, read 2026-11-21.
 */
export function addressOf(written: string | null | undefined): string | undefined {
  if (!written) return undefined
  if (isUserId(written)) return written
  const number = `+${written.replace(/^\+/, '')}`
  return e164.test(number) ? number : undefined
}

/**
 * The other form of a number that WhatsApp keeps in an old form: the ninth digit of Brazil's mobiles, the 1 after Mexico's
 * country code, the 9 after Argentina's. A person who was written to in one form may answer in the other.
 */
export function otherForm(address: string): string | undefined {
  for (const [pattern, replacement] of forms) {
    if (pattern.test(address)) return address.replace(pattern, replacement)
  }
  return undefined
}

const forms: readonly (readonly [RegExp, string])[] = [
  [/^\+55([1-9]\d)9([6-9]\d{7})$/, '+55$1$2'],
  [/^\+55([1-9]\d)([6-9]\d{7})$/, '+55$19$2'],
  [/^\+521(\d{10})$/, '+52$1'],
  [/^\+52(\d{10})$/, '+521$1'],
  [/^\+549(\d{10})$/, '+54$1'],
  [/^\+54(\d{10})$/, '+549$1'],
]

export interface Names {
  /** A number comes first, a user id where there is none. */
  readonly address: string
  readonly aliases: readonly string[]
}

/** One person from all that a webhook calls them, the best name first; undefined where nothing of it is an address. */
export function namesOf(written: readonly (string | null | undefined)[]): Names | undefined {
  const known = [...new Set(written.map(addressOf).filter((one) => one !== undefined))]
  const [address, ...rest] = [...known.filter((one) => !isUserId(one)), ...known.filter(isUserId)]
  if (address === undefined) return undefined
  const other = otherForm(address)
  return { address, aliases: [...new Set([...rest, ...(other ? [other] : [])])] }
}
