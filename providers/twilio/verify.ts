import { createHash } from 'node:crypto'
import type { RawRequest } from '../../src/contract/inbound.ts'
import type { Channel, Verdict } from '../../src/contract/provider.ts'
import { hmac, sameDigest } from '../../src/lib/hmac.ts'
import { textOf } from '../../src/lib/text-of.ts'
import { isForm, readParams } from './params.ts'

/**
 * `X-Twilio-Signature` is the base64 HMAC-SHA1, with the account's primary auth token, of the configured URL followed by
 * every form field, sorted by name: name and decoded value, nothing between. A repeated name counts once for each distinct
 * value, those sorted too. For other bodies only the URL is signed, and its query holds their SHA-256 as `bodySHA256`.
 * There is no time stamp: only the message's id guards against replays.
 * Source: www.twilio.com/docs/usage/webhooks/webhooks-security and the twilio SDK 6.2.0, read 2026-11-21.
 */
export function verify(request: RawRequest, channel: Channel): Verdict {
  const token = textOf(channel.values, 'auth_token')
  if (!token) return { ok: false, code: 'secret_not_set', detail: 'The channel has no auth token.' }
  const header = request.headers['x-twilio-signature']
  if (!header) {
    return { ok: false, code: 'signature_missing', detail: 'The header X-Twilio-Signature is missing.' }
  }
  const bodyHash = new URL(request.url).searchParams.get('bodySHA256')
  if (bodyHash === null && !isForm(request)) {
    return mismatch('The body is no form, and the query of the URL has no bodySHA256 to prove it.')
  }
  if (bodyHash !== null) {
    const hash = createHash('sha256').update(request.body).digest('hex')
    if (!sameDigest(Buffer.from(bodyHash), Buffer.from(hash))) {
      return mismatch('The body does not match the bodySHA256 in the query of the URL.')
    }
  }
  const fields = bodyHash === null ? signedFields(request) : ''
  const given = Buffer.from(header)
  for (const url of variants(request.url)) {
    const expected = Buffer.from(hmac('sha1', token, url + fields).toString('base64'))
    if (sameDigest(given, expected)) return { ok: true }
  }
  return mismatch(
    "X-Twilio-Signature does not match: the channel's auth token is not the primary one of the account that sent this, or the webhook URL at Twilio differs from the one on the channel page.",
  )
}

function signedFields(request: RawRequest): string {
  const read = readParams(request)
  if (!read.ok) return ''
  const { params } = read
  return [...new Set(params.keys())]
    .sort()
    .flatMap((name) => [...new Set(params.getAll(name))].sort().map((value) => name + value))
    .join('')
}

/** Twilio's servers do not agree on whether the port is part of the URL, nor on its escapes; the SDK tries the same. */
function* variants(url: string): Generator<string> {
  const normal = new URL(url).href
  for (const one of normal === url ? [url] : [url, normal]) {
    yield one
    yield withoutPort(one)
    yield withPort(one)
  }
}

const authority = /^(https?:\/\/[^/?#]*?)(:\d+)?(?=[/?#]|$)/i

const withoutPort = (url: string) => url.replace(authority, '$1')

function withPort(url: string): string {
  const standard = /^https:/i.test(url) ? ':443' : ':80'
  return url.replace(authority, (_, host: string, port: string | undefined) => host + (port ?? standard))
}

const mismatch = (detail: string): Verdict => ({ ok: false, code: 'signature_mismatch', detail })
