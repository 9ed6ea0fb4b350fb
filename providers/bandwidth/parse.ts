import { z } from 'zod'
import type { InboundEvent, RawRequest } from '../../src/contract/inbound.ts'
import type { Parsed } from '../../src/contract/provider.ts'
import { withCountryCode } from '../../src/lib/bare-number.ts'
import { readJson } from '../../src/lib/json-body.ts'
import { timeOr } from '../../src/lib/plausible-time.ts'
import { vendorWords } from '../../src/lib/vendor-words.ts'
import { firstIssue, wireText } from '../../src/lib/wire-text.ts'
import { deliveryMeaning, noReceiptInTime } from './errors.ts'

// Source of the shapes: Bandwidth/node-sdk bandwidth.yml (callbacks, components.examples), read 2026-11-21. Fields that are
// not named here are ignored; optional ones may be null.

const messageId = wireText.pipe(z.string().min(1, 'empty').max(255, 'longer than 255 characters'))
const address = wireText
  .pipe(z.string().trim().min(1, 'empty').max(64, 'longer than 64 characters'))
  .transform(withCountryCode)
const fileUrl = wireText
  .pipe(z.string().max(4096, 'longer than 4096 characters'))
  .refine(URL.canParse, 'not an absolute URL')

const anyEvent = z.object({ type: wireText.pipe(z.string().min(1, 'empty').max(200)) })

const received = z.object({
  to: address.nullish(),
  time: z.unknown().optional(),
  message: z.object({
    id: messageId,
    from: address,
    owner: address.nullish(),
    to: z.array(address).max(1000).nullish(),
    text: wireText.nullish(),
    media: z.array(fileUrl).max(100, 'more than 100').nullish(),
  }),
})

const reported = z.object({
  time: z.unknown().optional(),
  description: z.string().nullish().catch(undefined),
  errorCode: z.coerce.number().int().nullish().catch(undefined),
  carrierName: z.string().nullish().catch(undefined),
  message: z.object({ id: messageId, tag: wireText.pipe(z.string().max(1024)).nullish().catch(undefined) }),
})

const statuses = new Map([
  ['message-sending', 'sent'],
  ['message-sent', 'sent'],
  ['message-delivered', 'delivered'],
  ['message-read', 'read'],
  ['message-failed', 'failed'],
] as const)
type ReportType = Parameters<(typeof statuses)['get']>[0]

/**
 * A callback is an array of events, and each stands for itself: one that cannot be read does not take the others with it.
 * Only where none can be read the callback is refused.
 */
export function parse(request: RawRequest): Parsed {
  const type = request.headers['content-type']
  if (type !== undefined && !/^application\/([\w.-]+\+)?json\s*(;|$)/i.test(type.trim())) {
    return { ok: false, code: 'unsupported_media_type', detail: 'The Content-Type is not application/json.' }
  }
  const json = readJson(request.body)
  if (!json.ok) return { ok: false, code: 'malformed_body', detail: json.detail }
  // The SDK's examples print the bare event.
  const list: readonly unknown[] = Array.isArray(json.value) ? json.value : [json.value]
  if (list.length === 0) return { ok: false, code: 'invalid_field', detail: 'The array of events is empty.' }
  const read = list.map((event) => readEvent(event, request.receivedAt))
  const wrong = read.find((one) => typeof one === 'string')
  if (wrong && read.every((one) => typeof one === 'string')) {
    return { ok: false, code: 'invalid_field', detail: wrong }
  }
  const events = read.map((one) => (typeof one === 'string' ? unsupported('unreadable event') : one))
  return { ok: true, events }
}

/** The event, or what is wrong with it. */
function readEvent(event: unknown, now: number): InboundEvent | string {
  const outer = anyEvent.safeParse(event)
  if (!outer.success) return firstIssue(outer.error)
  const { type } = outer.data
  if (type === 'message-received') return readMessage(event, now)
  return statuses.has(type as ReportType) ? readReport(event, type as ReportType, now) : unsupported(type)
}

function readMessage(event: unknown, now: number): InboundEvent | string {
  const parsed = received.safeParse(event)
  if (!parsed.success) return firstIssue(parsed.error)
  const { to, time, message } = parsed.data
  const media = (message.media ?? []).filter((url) => !isLayout(url)).map((url) => ({ url }))
  if (!message.text && media.length === 0) return unsupported('message-received without text or files')
  // A group message to two of our numbers comes twice, with an id for each: only the number it came for counts.
  const owner = message.owner === message.from ? undefined : message.owner
  const business = [to ?? owner ?? message.to?.[0]].flatMap((one) => one ?? [])
  if (business.length === 0) return 'to: missing'
  return {
    kind: 'message',
    providerMessageId: message.id,
    from: message.from,
    to: business,
    text: message.text || undefined,
    media,
    receivedAt: timeOr(now, time),
  }
}

function readReport(event: unknown, type: ReportType, now: number): InboundEvent | string {
  const parsed = reported.safeParse(event)
  if (!parsed.success) return firstIssue(parsed.error)
  const { time, description, errorCode, carrierName, message } = parsed.data
  if (type === 'message-failed' && errorCode === noReceiptInTime) return unsupported(`${type} ${errorCode}`)
  const status = statuses.get(type)!
  const words = [description, carrierName && `carrier: ${carrierName}`].filter(Boolean).join(' · ')
  const code = errorCode ?? undefined
  return {
    kind: 'receipt',
    providerMessageId: message.id,
    reference: message.tag || undefined,
    status,
    at: timeOr(now, time),
    failure:
      status === 'failed'
        ? { code: deliveryMeaning(code), vendorCode: code?.toString(), vendorText: vendorWords(words, []) }
        : undefined,
  }
}

/** MMS carries its page layout as a file of its own. */
const isLayout = (url: string) => /\.smil$/i.test(new URL(url).pathname)

const unsupported = (type: string): InboundEvent => ({ kind: 'unsupported', type })
