import type { RawRequest } from '../../src/contract/inbound.ts'
import type { Channel, Verdict } from '../../src/contract/provider.ts'
import { hmac, sameDigest } from '../../src/lib/hmac.ts'
import { textOf } from '../../src/lib/text-of.ts'

const signatureForm = /^sha256=[0-9a-f]{64}$/

/**
 * `X-Signature-256` is `sha256=` and the lower-case hexadecimal HMAC-SHA256 of the raw bytes. Without a secret nothing is
 * checked: the channel page says so (see `protection`). Source: the generic SMS API, read 2026-11-21.
 */
export function verify(request: RawRequest, channel: Channel): Verdict {
  const secret = textOf(channel.values, 'secret')
  if (!secret) return { ok: true }
  const header = request.headers['x-signature-256']
  if (!header) {
    return { ok: false, code: 'signature_missing', detail: 'The header X-Signature-256 is missing.' }
  }
  if (!signatureForm.test(header)) {
    const detail = 'The header X-Signature-256 is not "sha256=" and 64 lower-case hexadecimal digits.'
    return { ok: false, code: 'signature_mismatch', detail }
  }
  if (!sameDigest(Buffer.from(header.slice(7), 'hex'), hmac('sha256', secret, request.body))) {
    const detail =
      "X-Signature-256 does not match the body: the channel's secret and the carrier's differ, or the body was changed."
    return { ok: false, code: 'signature_mismatch', detail }
  }
  return { ok: true }
}
