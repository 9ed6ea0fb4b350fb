import { z } from 'zod'
import type { InboundEvent, RawRequest } from '../../src/contract/inbound.ts'
import type { InboundMedia } from '../../src/contract/inbound-media.ts'
import type { Channel, Parsed } from '../../src/contract/provider.ts'
import { e164 } from '../../src/lib/e164.ts'
import { firstIssue, wireText } from '../../src/lib/wire-text.ts'
import { failureOf } from './errors.ts'
import { secretsOf } from './fields.ts'
import { readParams } from './params.ts'

// Source of the fields: www.twilio.com/docs/messaging/guides/webhook-request and
// …/outbound-message-status-in-status-callbacks, read 2026-11-21. Twilio adds fields without notice.

const address = z
  .string()
  .refine((text) => e164.test(text) || /^\d{3,8}$/.test(text), 'neither a number in E.164 nor a short code')
const url = wireText
  .pipe(z.string().max(4096, 'longer than 4096 characters'))
  .refine(URL.canParse, 'not an absolute URL')
const id = wireText.pipe(z.string().min(1, 'empty').max(255, 'longer than 255 characters'))

const message = z.object({
  MessageSid: id,
  From: address,
  To: address,
  Body: wireText.optional(),
  /** Only with Advanced Opt-Out: Twilio has answered and acted already. */
  OptOutType: z.string().optional(),
  media: z.array(z.object({ url, contentType: wireText.pipe(z.string().max(255)).optional() })),
})

const status = z.object({
  MessageSid: id,
  MessageStatus: wireText.pipe(z.string().max(100, 'longer than 100 characters')),
  ErrorCode: wireText.optional(),
  ErrorMessage: wireText.optional(),
})

/** A status where `MessageStatus` says so. `SmsStatus` is in both kinds, and a picture may come without any text. */
export function parse(request: RawRequest, channel: Channel): Parsed {
  const read = readParams(request)
  if (!read.ok) return read
  const { params } = read
  const moved = params.get('MessageStatus')
  const inbound = moved === null || moved === 'received' || moved === 'receiving'
  return inbound ? parseMessage(params, request) : parseStatus(params, request, channel)
}

function parseMessage(params: URLSearchParams, { receivedAt }: RawRequest): Parsed {
  const parsed = message.safeParse({
    ...fieldsOf(params, ['From', 'To', 'Body', 'OptOutType']),
    MessageSid: sidOf(params),
    media: mediaOf(params),
  })
  if (!parsed.success) return invalid(firstIssue(parsed.error))
  const { MessageSid, From, To, Body, OptOutType, media } = parsed.data
  if (!Body && media.length === 0) return one({ kind: 'unsupported', type: 'message without text or media' })
  // Twilio names no time of arrival.
  return one({
    kind: 'message',
    providerMessageId: MessageSid,
    from: From,
    to: [To],
    text: Body || undefined,
    keyword: keywords.get(OptOutType ?? ''),
    media,
    receivedAt,
  })
}

const keywords: ReadonlyMap<string, 'out' | 'in' | 'help'> = new Map([
  ['STOP', 'out'],
  ['START', 'in'],
  ['HELP', 'help'],
])

/** Where each status stands on our ladder. The early ones say nothing that the answer to the send did not. */
const ladder: ReadonlyMap<string, 'sent' | 'delivered' | 'read' | 'failed'> = new Map([
  ['sent', 'sent'],
  ['partially_delivered', 'sent'],
  ['delivered', 'delivered'],
  ['read', 'read'],
  ['undelivered', 'failed'],
  ['failed', 'failed'],
  ['canceled', 'failed'],
])

function parseStatus(params: URLSearchParams, { url, receivedAt }: RawRequest, channel: Channel): Parsed {
  const parsed = status.safeParse({
    ...fieldsOf(params, ['MessageStatus', 'ErrorCode', 'ErrorMessage']),
    MessageSid: sidOf(params),
  })
  if (!parsed.success) return invalid(firstIssue(parsed.error))
  const { MessageSid, MessageStatus, ErrorCode, ErrorMessage } = parsed.data
  const rung = ladder.get(MessageStatus)
  if (!rung) return one({ kind: 'unsupported', type: `status ${MessageStatus}` })
  const error = { code: ErrorCode, words: ErrorMessage ?? '' }
  return one({
    kind: 'receipt',
    providerMessageId: MessageSid,
    reference: new URL(url).searchParams.get('ref') ?? undefined,
    status: rung,
    at: receivedAt,
    ...(rung === 'failed' ? { failure: failureOf(error, 'delivery_failed', secretsOf(channel)) } : {}),
  })
}

/** `SmsSid` is the old name of the same id. */
const sidOf = (params: URLSearchParams) => params.get('MessageSid') ?? params.get('SmsSid') ?? undefined

/** The first value of each name. */
const fieldsOf = (params: URLSearchParams, names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, params.get(name) ?? undefined]))

/** Counted from 0; `NumMedia` says no more than the fields themselves. */
function mediaOf(params: URLSearchParams): InboundMedia[] {
  const media: InboundMedia[] = []
  for (let n = 0; params.get(`MediaUrl${n}`); n++) {
    media.push({
      url: params.get(`MediaUrl${n}`)!,
      contentType: params.get(`MediaContentType${n}`) || undefined,
    })
  }
  return media
}

const one = (event: InboundEvent): Parsed => ({ ok: true, events: [event] })
const invalid = (detail: string): Parsed => ({ ok: false, code: 'invalid_field', detail })
