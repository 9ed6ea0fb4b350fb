import type { RawRequest } from '../../contract/inbound.ts'
import type { Channel, Protection, Verdict } from '../../contract/provider.ts'
import { hmac, sameDigest } from '../hmac.ts'
import { appSecretOf } from './fields.ts'

/**
 * `X-Hub-Signature-256` is `sha256=` and the lower-case hex HMAC-SHA256 of the body with the app secret. Meta signs what it
 * sends, non-ASCII characters escaped: the raw bytes are what counts, never a body written anew. The older
 * `X-Hub-Signature` with SHA-1 proves nothing here. There is no time stamp: only the ids guard against replays.
 * Source: developers.facebook.com/docs/graph-api/webhooks/getting-started, read 2026-11-21.
 */
export function verifyMeta({ headers, body }: RawRequest, channel: Channel): Verdict {
  const secret = appSecretOf(channel)
  if (!secret) return { ok: false, code: 'secret_not_set', detail: 'The channel has no app secret.' }
  const header = headers['x-hub-signature-256']
  if (!header) {
    return { ok: false, code: 'signature_missing', detail: 'The header X-Hub-Signature-256 is missing.' }
  }
  const expected = Buffer.from(`sha256=${hmac('sha256', secret, body).toString('hex')}`)
  if (sameDigest(Buffer.from(header), expected)) return { ok: true }
  return {
    ok: false,
    code: 'signature_mismatch',
    detail:
      "X-Hub-Signature-256 does not match: the channel's app secret is not that of the app which sent this.",
  }
}

export const metaProtection = (): Protection => ({
  level: 'signed',
  detail: {
    en: 'Meta signs every webhook with the app secret; unsigned and wrongly signed ones go into quarantine.',
    zh: 'Meta 使用应用密钥对每个 Webhook 签名；未签名或签名错误的请求会进入隔离区。',
  },
})
