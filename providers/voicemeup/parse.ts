import { z } from 'zod'
import type { Hold, InboundEvent, RawRequest } from '../../src/contract/inbound.ts'
import type { Channel, Parsed } from '../../src/contract/provider.ts'
import { withCountryCode } from '../../src/lib/bare-number.ts'
import { cutText } from '../../src/lib/cut-text.ts'
import { readFormOrJson } from '../../src/lib/form-or-json.ts'
import { firstIssue, wireText, wireWord } from '../../src/lib/wire-text.ts'
import { partsWaitMs } from './fields.ts'

// Source of the fields: bodies in roomkit-live/roomkit tests/test_providers/test_voicemeup.py, read 2026-11-21. Every value comes as
// a text; `attachment_url` and `attachment_type` are older names.

const optional = wireWord.nullish()
const number = wireWord.pipe(z.string().trim().min(1, 'empty').max(64)).transform(withCountryCode)
const url = wireText
  .pipe(z.string().max(4096, 'longer than 4096 characters'))
  .refine(isWebAddress, 'not an absolute URL')
const address = z.preprocess((value) => value || undefined, url.optional())

const message = z.object({
  sms_hash: wireWord.pipe(z.string().min(1, 'empty').max(255, 'longer than 255 characters')),
  source_number: number,
  destination_number: number,
  message: optional,
  attachment: address,
  attachment_url: address,
  attachment_mime_type: optional,
  attachment_type: optional,
  datetime_transmission: wireWord.pipe(z.string().max(64, 'longer than 64 characters')).nullish(),
})
type Message = z.output<typeof message>

/** One webhook holds one text or one file. The header does not matter: no content type is documented. */
export function parse({ body, receivedAt }: RawRequest, channel: Channel): Parsed {
  const read = readFormOrJson(body)
  if (!read.ok) return { ok: false, code: 'malformed_body', detail: read.detail }
  const direction = z.object({ direction: optional }).safeParse(read.value).data?.direction
  if (direction && direction !== 'inbound') return unsupported(cutText(`message: ${direction}`, 255))
  const parsed = message.safeParse(read.value)
  if (!parsed.success) return { ok: false, code: 'invalid_field', detail: firstIssue(parsed.error) }
  const one = parsed.data
  const file = one.attachment ?? one.attachment_url ?? undefined
  const contentType = cutText(one.attachment_mime_type ?? one.attachment_type ?? '', 255) || undefined
  const isPage = file !== undefined && isTextOfParts(file, contentType)
  const media = file === undefined || isPage ? [] : [{ url: file, contentType }]
  const text = one.message || undefined
  if (text === undefined && media.length === 0) return unsupported('message without text or media')
  return events({
    kind: 'message',
    providerMessageId: one.sms_hash,
    // A picture with words of its own needs no other part, and would lose them to it.
    hold: isPage ? hold('first', one, channel) : text === undefined ? hold('rest', one, channel) : undefined,
    from: one.source_number,
    to: [one.destination_number],
    text,
    media,
    // VoiceMeUp's times name no zone.
    receivedAt,
  })
}

/** A text with a picture comes as two webhooks: first the text, with a page of its own as attachment; then the picture. */
function isTextOfParts(url: string, contentType: string | undefined): boolean {
  const { pathname } = new URL(url)
  return pathname.endsWith('.mms.html') || (contentType === 'text/html' && pathname.includes('.mms.'))
}

/** Of what the two have in common, only these three are the same. */
function hold(part: Hold['part'], one: Message, channel: Channel): Hold | undefined {
  const waitMs = partsWaitMs(channel)
  if (!one.datetime_transmission || waitMs === 0) return undefined
  const key = `${one.source_number} ${one.destination_number} ${one.datetime_transmission}`
  return { key, part, waitMs }
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)
}

const events = (event: InboundEvent): Parsed => ({ ok: true, events: [event] })
const unsupported = (type: string) => events({ kind: 'unsupported', type })
