import { randomBytes } from 'node:crypto'
import { decrypt, encrypt } from './aead.ts'
import type { MasterKey } from './master-key.ts'

/**
 * Where a secret is stored: a text that names table, column and row, for example `channel_secret/12/api_key`, and no other
 * place. A sealed value opens only in its own, so rows cannot be swapped.
 */
export type Place = string

/** Seals secrets for the database and opens them again. */
export interface Vault {
  /** A text of letters, digits, dots, `-` and `_`; another one at each call. */
  seal(place: Place, plaintext: string): string
  /** Throws `SealError`; its message holds nothing of the value. */
  open(place: Place, sealed: string): string
}

/** The sealed value cannot be opened. `unknown_key`: another master key made it. `damaged`: changed, or moved. */
export class SealError extends Error {
  readonly reason: 'unknown_key' | 'damaged'

  constructor(reason: 'unknown_key' | 'damaged', message: string) {
    super(message)
    this.name = 'SealError'
    this.reason = reason
  }
}

const version = 'v1'

/**
 * Envelope encryption: each value has a data key of its own, which the master key wraps. Both layers are bound to the
 * place; the wrapping also to the master key's id, so that changing the master key re-wraps the data keys and leaves the
 * values alone. The first master key seals; every one opens what it sealed.
 */
export function createVault(masterKeys: readonly [MasterKey, ...MasterKey[]]): Vault {
  const wrapKeys = new Map(masterKeys.map((master) => [master.id, master.derive('wrap')]))
  const [current] = masterKeys
  const currentKey = current.derive('wrap')

  return {
    seal(place, plaintext) {
      const dataKey = randomBytes(32)
      const wrapped = encrypt(currentKey, dataKey, binding('key', place, current.id))
      const box = encrypt(dataKey, Buffer.from(plaintext), binding('value', place))
      return [version, current.id, wrapped.toString('base64url'), box.toString('base64url')].join('.')
    },

    open(place, sealed) {
      const [format, id, wrapped, box, ...rest] = sealed.split('.')
      if (format !== version || !id || !wrapped || !box || rest.length > 0) throw damaged(place)
      const wrapKey = wrapKeys.get(id)
      if (!wrapKey) throw unknownKey(id, [...wrapKeys.keys()])
      try {
        const dataKey = decrypt(wrapKey, fromBase64(wrapped), binding('key', place, id))
        return decrypt(dataKey, fromBase64(box), binding('value', place)).toString()
      } catch {
        throw damaged(place)
      }
    },
  }
}

/** JSON, because it cannot read the same for two different places. */
function binding(layer: 'key' | 'value', place: Place, ...more: string[]): string {
  return JSON.stringify([version, layer, place, ...more])
}

/** Strict: one value has one spelling, so that a changed character is never ignored. */
function fromBase64(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64url')
  if (bytes.toString('base64url') !== text) throw new Error('not base64url')
  return bytes
}

function damaged(place: Place): SealError {
  return new SealError('damaged', `The sealed value of ${place} was changed or moved.`)
}

function unknownKey(id: string, known: readonly string[]): SealError {
  return new SealError(
    'unknown_key',
    `The stored credentials were sealed with master key ${id}, and this gateway has ${known.join(', ')}. ` +
      'Put back the secret.key or TRUNKLINE_SECRET_KEY that belongs to this database.',
  )
}
