import { createHash, hkdfSync } from 'node:crypto'

/** What a key derived from the master key is for. One master key, and no use of it opens another's work. */
export type Purpose = 'wrap' | 'key-id'

/** 32 bytes from outside, known in the database by an id that tells nothing of them. */
export interface MasterKey {
  /** 16 hex digits; the same key has the same id everywhere. */
  readonly id: string
  derive(purpose: Purpose): Buffer
}

export function masterKey(bytes: Uint8Array): MasterKey {
  if (bytes.length !== 32) throw new Error('a master key has 32 bytes')
  const derive = (purpose: Purpose) =>
    Buffer.from(hkdfSync('sha256', bytes, '', `trunkline/v1/${purpose}`, 32))
  const id = createHash('sha256').update(derive('key-id')).digest('hex').slice(0, 16)
  return { id, derive }
}
