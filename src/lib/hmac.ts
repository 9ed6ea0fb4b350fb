import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto'

/** Making a KeyObject costs more than using it, so one is kept for each secret lately used. */
const keys = new Map<string, KeyObject>()
const keysKept = 1000

function keyOf(secret: string): KeyObject {
  const known = keys.get(secret)
  if (known) return known
  if (keys.size >= keysKept) keys.clear()
  const key = createSecretKey(secret, 'utf8')
  keys.set(secret, key)
  return key
}

/** The HMAC of the bytes with a secret taken as UTF-8. The secret must not be empty. */
export function hmac(algorithm: 'sha1' | 'sha256', secret: string, bytes: Uint8Array | string): Buffer {
  return createHmac(algorithm, keyOf(secret)).update(bytes).digest()
}

/** Compares two digests in time that does not depend on where they differ; false where the lengths differ. */
export function sameDigest(a: Uint8Array, b: Uint8Array): boolean {
  return a.byteLength === b.byteLength && timingSafeEqual(a, b)
}
