import type { InboundEvent, RawRequest } from '../../src/contract/inbound.ts'
import type { Parsed } from '../../src/contract/provider.ts'
import { receiptEvent } from '../../src/lib/bcm-one/receipt.ts'
import { type BcmOneWebhook, readBcmOneWebhook } from '../../src/lib/bcm-one/webhook.ts'
import { contentIds } from '../../src/lib/content-ids.ts'
import { cutText } from '../../src/lib/cut-text.ts'
import { readJson } from '../../src/lib/json-body.ts'
import { timeOr } from '../../src/lib/plausible-time.ts'

type Message = Extract<BcmOneWebhook, { kind: 'message' }>

const minuteMs = 60_000

/** One webhook holds one event. The header does not matter: no content type is documented. */
export function parse({ body, url, receivedAt: now }: RawRequest): Parsed {
  const json = readJson(body)
  if (!json.ok) return { ok: false, code: 'malformed_body', detail: json.detail }
  const event = readBcmOneWebhook(json.value)
  if (event.kind === 'wrong') return { ok: false, code: 'invalid_field', detail: event.detail }
  if (event.kind === 'other') return one({ kind: 'unsupported', type: event.type })
  // Not `data.id` first, as at Flowroute. Source: smsconnector provider-Siptrunk.php, read 2026-11-21.
  const id = event.messageId ?? event.id
  if (event.kind === 'receipt') {
    const reference = new URL(url).searchParams.get('ref') ?? undefined
    if (!id) return { ok: false, code: 'invalid_field', detail: 'data.message_id: missing' }
    return one(receiptEvent(event, id, reference, now))
  }
  const { from, to, text, media, timestamp, direction } = event
  if (direction && direction !== 'inbound') {
    return one({ kind: 'unsupported', type: cutText(`message: ${direction}`, 255) })
  }
  if (!text && media.length === 0) return one({ kind: 'unsupported', type: 'message without text or media' })
  const ids = id ? { providerMessageId: id } : idsByContent(event, now)
  const receivedAt = timeOr(now, timestamp)
  return one({ kind: 'message', ...ids, from, to: [to], text, media, receivedAt })
}

/**
 * Where a webhook brings no id, the same words of the same person within a minute are taken for a repeat of it.
 * Signed addresses of files change with every post: only their paths count.
 */
function idsByContent({ from, to, text, timestamp, media }: Message, now: number) {
  const files = media.map(({ url }) => new URL(url).pathname)
  return contentIds([from, to, text ?? '', timestamp ?? '', ...files], now, minuteMs)
}

const one = (event: InboundEvent): Parsed => ({ ok: true, events: [event] })
