import { createPublicKey, type KeyObject, verify as verifySignature } from 'node:crypto'
import type { RawRequest } from '../../src/contract/inbound.ts'
import type { Channel, Verdict } from '../../src/contract/provider.ts'
import { textOf } from '../../src/lib/text-of.ts'

const toleranceMs = 300_000
/** What stands before the 32 bytes of an Ed25519 key in its SPKI form (RFC 8410). */
const spki = Buffer.from('302a300506032b6570032100', 'hex')

/**
 * `Telnyx-Signature-Ed25519` is the base64 of an Ed25519 signature over the digits of `Telnyx-Timestamp` (Unix seconds), a
 * pipe and the raw body. Five minutes either way are allowed.
 * Source: developers.telnyx.com/docs/messaging/messages/receiving-webhooks and the telnyx SDK 7.24.0, read 2026-11-21.
 */
export function verify(request: RawRequest, channel: Channel): Verdict {
  const setting = textOf(channel.values, 'public_key')
  if (!setting) return { ok: false, code: 'secret_not_set', detail: 'The channel has no public key.' }
  const key = keyOf(setting)
  if (!key) return mismatch("The channel's public key is not the base64 of 32 bytes.")
  const signature = request.headers['telnyx-signature-ed25519']
  const timestamp = request.headers['telnyx-timestamp']
  if (!signature || !timestamp) {
    const missing = signature ? 'Telnyx-Timestamp' : 'Telnyx-Signature-Ed25519'
    return { ok: false, code: 'signature_missing', detail: `The header ${missing} is missing.` }
  }
  if (!/^\d{1,12}$/.test(timestamp)) return mismatch('The header Telnyx-Timestamp is not a Unix time.')
  if (Math.abs(Number(timestamp) * 1000 - request.receivedAt) > toleranceMs) {
    return mismatch('The header Telnyx-Timestamp is more than five minutes from the time of this machine.')
  }
  if (!/^[A-Za-z0-9+/]{86}==$/.test(signature)) {
    return mismatch('The header Telnyx-Signature-Ed25519 is not the base64 of 64 bytes.')
  }
  const signed = Buffer.concat([Buffer.from(`${timestamp}|`), request.body])
  if (verifySignature(null, signed, key, Buffer.from(signature, 'base64'))) return { ok: true }
  return mismatch(
    "Telnyx-Signature-Ed25519 does not match the body: the channel's public key is not that of the account that sent this, or the body was changed.",
  )
}

/** Making a key costs as much as a check; an account has one, and they are few. */
const keys = new Map<string, KeyObject>()
const keysKept = 1000

function keyOf(setting: string): KeyObject | undefined {
  const known = keys.get(setting)
  if (known) return known
  const bytes = Buffer.from(setting, 'base64')
  if (bytes.byteLength !== 32) return undefined
  if (keys.size >= keysKept) keys.clear()
  const key = createPublicKey({ key: Buffer.concat([spki, bytes]), format: 'der', type: 'spki' })
  keys.set(setting, key)
  return key
}

const mismatch = (detail: string): Verdict => ({ ok: false, code: 'signature_mismatch', detail })
