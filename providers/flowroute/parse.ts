import { z } from 'zod'
import type { InboundEvent, RawRequest } from '../../src/contract/inbound.ts'
import type { Parsed } from '../../src/contract/provider.ts'
import { withCountryCode } from '../../src/lib/bare-number.ts'
import { receiptEvent } from '../../src/lib/bcm-one/receipt.ts'
import { readBcmOneWebhook } from '../../src/lib/bcm-one/webhook.ts'
import { cutText } from '../../src/lib/cut-text.ts'
import { readJson } from '../../src/lib/json-body.ts'
import { timeOr } from '../../src/lib/plausible-time.ts'
import { firstIssue, wireText } from '../../src/lib/wire-text.ts'

const number = wireText.pipe(z.string().trim().min(1, 'empty').max(64)).transform(withCountryCode)

/** The webhook of v2.0, which old accounts still get. Source: developer.flowroute.com/docs/receive-an-inbound-message. */
const flat = z.object({
  id: wireText.pipe(z.string().min(1, 'empty').max(255, 'longer than 255 characters')),
  from: number,
  to: number,
  body: wireText.nullish(),
})

/** One webhook holds one event. The header does not matter: for v2.1 and v2.2 no content type is documented. */
export function parse(request: RawRequest): Parsed {
  const json = readJson(request.body)
  if (!json.ok) return { ok: false, code: 'malformed_body', detail: json.detail }
  const isFlat = Object(json.value).data === undefined && Object(json.value).id !== undefined
  return isFlat ? readFlat(json.value, request.receivedAt) : readWrapped(json.value, request)
}

function readFlat(value: unknown, now: number): Parsed {
  const parsed = flat.safeParse(value)
  if (!parsed.success) return invalid(firstIssue(parsed.error))
  const { id, from, to, body } = parsed.data
  if (!body) return one({ kind: 'unsupported', type: 'message without text or media' })
  return one({
    kind: 'message',
    providerMessageId: id,
    from,
    to: [to],
    text: body,
    media: [],
    receivedAt: now,
  })
}

function readWrapped(value: unknown, { url, receivedAt: now }: RawRequest): Parsed {
  const event = readBcmOneWebhook(value)
  if (event.kind === 'wrong') return invalid(event.detail)
  if (event.kind === 'other') return one({ kind: 'unsupported', type: event.type })
  if (event.kind === 'message' && event.direction && event.direction !== 'inbound') {
    return one({ kind: 'unsupported', type: cutText(`message: ${event.direction}`, 255) })
  }
  if (!event.id) return invalid('data.id: missing')
  if (event.kind === 'receipt') {
    const reference = new URL(url).searchParams.get('ref') ?? undefined
    return one(receiptEvent(event, event.id, reference, now))
  }
  const { id, from, to, text, media, timestamp } = event
  if (!text && media.length === 0) return one({ kind: 'unsupported', type: 'message without text or media' })
  const receivedAt = timeOr(now, timestamp)
  return one({ kind: 'message', providerMessageId: id, from, to: [to], text, media, receivedAt })
}

const one = (event: InboundEvent): Parsed => ({ ok: true, events: [event] })
const invalid = (detail: string): Parsed => ({ ok: false, code: 'invalid_field', detail })
