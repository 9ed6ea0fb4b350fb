import { z } from 'zod'
import type { InboundEvent, RawRequest } from '../../src/contract/inbound.ts'
import type { Channel, Parsed } from '../../src/contract/provider.ts'
import { cutText } from '../../src/lib/cut-text.ts'
import { e164 } from '../../src/lib/e164.ts'
import { parseIsoTime } from '../../src/lib/iso-time.ts'
import { readJson } from '../../src/lib/json-body.ts'
import { firstIssue, wireText } from '../../src/lib/wire-text.ts'
import { apiErrors, failureOf } from './errors.ts'
import { secretsOf } from './fields.ts'

// Source of the shapes: developers.telnyx.com/docs/messaging/messages/receiving-webhooks, …/api-reference/callbacks and the
// types of the telnyx SDK 7.24.0, read 2026-11-21. Fields that are not named here are ignored.

const id = wireText.pipe(z.string().min(1, 'empty').max(255, 'longer than 255 characters'))
const number = z.object({
  phone_number: z
    .string()
    .refine(
      (text) => e164.test(text) || /^\d{3,8}$/.test(text),
      'neither a number in E.164 nor a short code',
    ),
})
const word = wireText.pipe(z.string().max(255)).nullish()
/** Hex; a form that we cannot check is not held against the file. */
const hash = z
  .string()
  .regex(/^[0-9a-fA-F]{64}$/)
  .toLowerCase()
  .nullish()
  .catch(undefined)

/** `type` and `hash_sha256` are what some of Telnyx's own examples call `content_type` and `sha256`. */
const media = z.object({
  url: wireText
    .pipe(z.string().max(4096, 'longer than 4096 characters'))
    .refine(URL.canParse, 'not an absolute URL'),
  content_type: word,
  type: word,
  sha256: hash,
  hash_sha256: hash,
  size: z.int().nonnegative().nullish().catch(undefined),
})

const message = z.object({
  id,
  from: number,
  to: z.array(number).min(1, 'empty').max(100, 'more than 100'),
  cc: z.array(number).max(100, 'more than 100').nullish(),
  text: wireText.nullish(),
  media: z.array(media).max(100, 'more than 100').nullish(),
  received_at: z.string().nullish().catch(undefined),
  /** Telnyx has answered and acted already. */
  autoresponse_type: z.string().nullish().catch(undefined),
})

const outbound = z.object({
  id,
  to: z.array(z.object({ status: wireText.nullish() })).max(100, 'more than 100'),
  errors: apiErrors.nullish().catch(undefined),
})

const envelope = z.object({
  data: z.object({
    event_type: wireText.pipe(z.string().min(1, 'empty').max(255)),
    occurred_at: z.string().nullish().catch(undefined),
    payload: z.unknown(),
  }),
})

/** One webhook holds one event. Types we do not use, 10DLC news say, are no error. */
export function parse(request: RawRequest, channel: Channel): Parsed {
  const type = request.headers['content-type']
  if (type !== undefined && !/^application\/json\s*(;|$)/i.test(type.trim())) {
    const detail = `The Content-Type is not application/json. ${versionHint}`
    return { ok: false, code: 'unsupported_media_type', detail }
  }
  const json = readJson(request.body)
  if (!json.ok) return { ok: false, code: 'malformed_body', detail: json.detail }
  const outer = envelope.safeParse(json.value)
  if (!outer.success) return invalid(`${firstIssue(outer.error)}. ${versionHint}`)
  const { event_type, occurred_at, payload } = outer.data.data
  const at = timeOf(occurred_at, request.receivedAt)
  if (event_type === 'message.received') return parseMessage(payload, at)
  if (['message.sent', 'message.finalized', 'message.read'].includes(event_type)) {
    return parseStatus(event_type, payload, at, request, channel)
  }
  return one({ kind: 'unsupported', type: event_type })
}

const versionHint = 'The messaging profile must use webhook API version 2.'

function parseMessage(payload: unknown, at: number): Parsed {
  const parsed = message.safeParse(payload)
  if (!parsed.success) return invalid(firstIssue(parsed.error, ['data', 'payload']))
  const { id, from, to, cc, text, media, received_at, autoresponse_type } = parsed.data
  if (!text && !media?.length) return one({ kind: 'unsupported', type: 'message without text or media' })
  return one({
    kind: 'message',
    providerMessageId: id,
    from: from.phone_number,
    // In a group our number may be in either list.
    to: [...to, ...(cc ?? [])].map((one) => one.phone_number),
    text: text || undefined,
    keyword: keywords.get(autoresponse_type?.toUpperCase() ?? ''),
    media: (media ?? []).map((file) => ({
      url: file.url,
      contentType: file.content_type ?? file.type ?? undefined,
      sha256: file.sha256 ?? file.hash_sha256 ?? undefined,
      bytes: file.size ?? undefined,
    })),
    receivedAt: timeOf(received_at, at),
  })
}

const keywords: ReadonlyMap<string, 'out' | 'in' | 'help'> = new Map([
  ['STOP', 'out'],
  ['START', 'in'],
  ['HELP', 'help'],
])

/** Where each status stands on our ladder. Unconfirmed: the carrier gives no receipts, so it stays at sent. */
const ladder: ReadonlyMap<string, 'sent' | 'delivered' | 'read' | 'failed'> = new Map([
  ['sent', 'sent'],
  ['delivery_unconfirmed', 'sent'],
  ['delivered', 'delivered'],
  ['read', 'read'],
  ['delivery_failed', 'failed'],
  ['sending_failed', 'failed'],
  ['expired', 'failed'],
])
/** In Telnyx's printed example `message.sent` comes while the field still says `queued`: then the event counts. */
function rungOf(event: string, status: string) {
  if (event === 'message.read') return 'read'
  return ladder.get(status) ?? (event === 'message.sent' ? 'sent' : undefined)
}

function parseStatus(
  event: string,
  payload: unknown,
  at: number,
  { url }: RawRequest,
  channel: Channel,
): Parsed {
  const parsed = outbound.safeParse(payload)
  if (!parsed.success) return invalid(firstIssue(parsed.error, ['data', 'payload']))
  const { id, to, errors } = parsed.data
  const status = rungOf(event, to[0]?.status ?? '')
  if (!status)
    return one({ kind: 'unsupported', type: cutText(`${event} ${to[0]?.status ?? ''}`.trim(), 255) })
  const failure = failureOf(errors?.[0], 'delivery_failed', secretsOf(channel))
  return one({
    kind: 'receipt',
    providerMessageId: id,
    reference: new URL(url).searchParams.get('ref') ?? undefined,
    status,
    at,
    ...(status === 'failed' ? { failure } : {}),
  })
}

const dayMs = 86_400_000
const earliest = Date.UTC(2000, 0, 1)

/** A time that can be true, otherwise the next best one. */
function timeOf(text: string | null | undefined, otherwise: number): number {
  const at = text ? parseIsoTime(text) : undefined
  return at !== undefined && at >= earliest && at <= otherwise + dayMs ? at : otherwise
}

const one = (event: InboundEvent): Parsed => ({ ok: true, events: [event] })
const invalid = (detail: string): Parsed => ({ ok: false, code: 'invalid_field', detail })
