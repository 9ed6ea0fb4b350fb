import { z } from 'zod'
import type { InboundEvent, RawRequest } from '../../src/contract/inbound.ts'
import type { Channel, Parsed } from '../../src/contract/provider.ts'
import { e164 } from '../../src/lib/e164.ts'
import { parseIsoTime } from '../../src/lib/iso-time.ts'
import { readJson } from '../../src/lib/json-body.ts'
import { textOf } from '../../src/lib/text-of.ts'
import { firstIssue, wireText } from '../../src/lib/wire-text.ts'
import { apiErrors, failureOf } from './errors.ts'

// Source of the shapes: the generic SMS API, read 2026-11-21. Optional fields may also be null, as many carriers'
// serialisers write them; fields that are not named here are ignored.

const number = z.object({
  phone_number: z.string().regex(e164, 'not an E.164 number (+ and 7 to 15 digits)'),
})

const messageId = wireText.pipe(z.string().min(1, 'empty').max(255, 'longer than 255 characters'))

const media = z.object({
  url: wireText
    .pipe(z.string().max(4096, 'longer than 4096 characters'))
    .refine(URL.canParse, 'not an absolute URL'),
  content_type: wireText.pipe(z.string().max(255)).nullish(),
  sha256: z
    .string()
    .regex(/^[0-9a-fA-F]{64}$/, 'not 64 hexadecimal digits')
    .toLowerCase()
    .nullish(),
  size: z.int().nonnegative().nullish(),
})

const message = z.object({
  id: messageId,
  record_type: z.literal('message', 'not "message"'),
  from: number,
  // The manuals' table says object, their example shows an array.
  to: z.preprocess(
    (to) => (to === undefined || Array.isArray(to) ? to : [to]),
    z.array(number).min(1, 'empty').max(100, 'more than 100'),
  ),
  text: wireText.nullish(),
  media: z.array(media).max(100, 'more than 100').nullish(),
  received_at: z.string(),
})

const receipt = z.object({
  id: messageId,
  status: z.enum(['sent', 'delivered', 'failed']),
  errors: apiErrors.nullish().catch(undefined),
  at: z.string(),
})

const envelope = z.object({
  data: z.object({ event_type: wireText.pipe(z.string().min(1, 'empty').max(255)), payload: z.unknown() }),
})

/** One webhook holds one event. A type we do not know is no error. */
export function parse(request: RawRequest, channel: Channel): Parsed {
  const type = request.headers['content-type']
  if (type !== undefined && !/^application\/([\w.-]+\+)?json\s*(;|$)/i.test(type.trim())) {
    return { ok: false, code: 'unsupported_media_type', detail: 'The Content-Type is not application/json.' }
  }
  const json = readJson(request.body)
  if (!json.ok) return { ok: false, code: 'malformed_body', detail: json.detail }
  const outer = envelope.safeParse(json.value)
  if (!outer.success) return invalid(firstIssue(outer.error))
  const { event_type, payload } = outer.data.data
  if (event_type === 'message.received') return parseMessage(payload, request.receivedAt)
  if (event_type === 'message.status') return parseReceipt(payload, request.receivedAt, channel)
  return { ok: true, events: [{ kind: 'unsupported', type: event_type }] }
}

function parseMessage(payload: unknown, now: number): Parsed {
  const parsed = message.safeParse(payload)
  if (!parsed.success) return invalid(firstIssue(parsed.error, ['data', 'payload']))
  const { id, from, to, text, media, received_at } = parsed.data
  if (!text && !media?.length) return invalid('data.payload.text: missing, and there is no media either')
  const receivedAt = plausibleTime(received_at, now)
  if (receivedAt === undefined) return invalid(`data.payload.received_at: ${badTime}`)
  return one({
    kind: 'message',
    providerMessageId: id,
    from: from.phone_number,
    to: to.map((number) => number.phone_number),
    text: text || undefined,
    media: (media ?? []).map((file) => ({
      url: file.url,
      contentType: file.content_type ?? undefined,
      sha256: file.sha256 ?? undefined,
      bytes: file.size ?? undefined,
    })),
    receivedAt,
  })
}

/** Trunkline's own addition: the API defines no receipts (see the README). */
function parseReceipt(payload: unknown, now: number, channel: Channel): Parsed {
  const parsed = receipt.safeParse(payload)
  if (!parsed.success) return invalid(firstIssue(parsed.error, ['data', 'payload']))
  const { id, status, errors } = parsed.data
  const at = plausibleTime(parsed.data.at, now)
  if (at === undefined) return invalid(`data.payload.at: ${badTime}`)
  const secrets = [textOf(channel.values, 'api_key'), textOf(channel.values, 'secret')]
  const failure = errors?.[0]
    ? failureOf(errors[0], 'delivery_failed', secrets)
    : ({ code: 'delivery_failed' } as const)
  return one({
    kind: 'receipt',
    providerMessageId: id,
    status,
    at,
    ...(status === 'failed' ? { failure } : {}),
  })
}

const dayMs = 86_400_000
const earliest = Date.UTC(2000, 0, 1)
const badTime = 'not an ISO 8601 time with an offset between the year 2000 and tomorrow'

/** A time that can be true; the vendor's clock may run up to a day ahead of ours. */
function plausibleTime(text: string, now: number): number | undefined {
  const at = parseIsoTime(text)
  return at !== undefined && at >= earliest && at <= now + dayMs ? at : undefined
}

const one = (event: InboundEvent): Parsed => ({ ok: true, events: [event] })
const invalid = (detail: string): Parsed => ({ ok: false, code: 'invalid_field', detail })
