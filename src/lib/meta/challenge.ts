import { createHash } from 'node:crypto'
import type { RawRequest } from '../../contract/inbound.ts'
import type { Channel, HttpReply } from '../../contract/provider.ts'
import { sameDigest } from '../hmac.ts'
import { textOf } from '../text-of.ts'

/** Meta's challenges are digits; whatever else is repeated to it, it is nothing that a browser could take for a page. */
const harmless = /^[\w.~-]{1,128}$/

/**
 * Answers the GET with which Meta proves that whoever entered the webhook address owns it: the bare challenge where the
 * verify token is the channel's, 403 otherwise. Source: developers.facebook.com/docs/graph-api/webhooks/getting-started.
 */
export function answerChallenge({ url }: RawRequest, { values }: Channel): HttpReply {
  const query = new URL(url).searchParams
  const wanted = textOf(values, 'verify_token')
  const given = query.get('hub.verify_token')
  const challenge = query.get('hub.challenge')
  const right =
    wanted !== undefined &&
    given !== null &&
    challenge !== null &&
    harmless.test(challenge) &&
    query.get('hub.mode') === 'subscribe' &&
    sameDigest(digest(given), digest(wanted))
  return right ? { status: 200, contentType: 'text/plain; charset=utf-8', body: challenge } : { status: 403 }
}

/** Equal lengths, whatever is compared. */
const digest = (text: string) => createHash('sha256').update(text).digest()
