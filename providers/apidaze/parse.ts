import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { InboundEvent, RawRequest } from '../../src/contract/inbound.ts'
import type { InboundMedia } from '../../src/contract/inbound-media.ts'
import type { Channel, Parsed } from '../../src/contract/provider.ts'
import { withCountryCode } from '../../src/lib/bare-number.ts'
import { contentIds } from '../../src/lib/content-ids.ts'
import { readFormOrJson } from '../../src/lib/form-or-json.ts'
import { firstIssue, wireWord } from '../../src/lib/wire-text.ts'
import { repeatWindowMs } from './fields.ts'
import { readFiles } from './files.ts'
import { type Fields, firstOf, idNames, readStatus } from './status.ts'

// The first name of each row is what Apidaze sends (EC-SH/3cx-SMS-VI-Connector README); the others are those that
// nemerald-voip/fspbx ApidazeWebhookParser.php and an unnamed application take too. All read 2026-11-21.
const fromNames = ['caller_id_number', 'from', 'source', 'msisdn']
const toNames = ['destination_number', 'to', 'destination', 'recipient', 'did']
const textNames = ['text', 'body', 'message']
const filesNames = ['files', 'media', 'mediaUrls', 'media_urls']

const number = wireWord.pipe(z.string().trim().min(1, 'empty').max(64)).transform(withCountryCode)
const message = z.object({
  caller_id_number: number,
  destination_number: z.preprocess(
    (to) => (to === undefined || Array.isArray(to) ? to : [to]),
    z.array(number).min(1, 'empty').max(100, 'more than 100'),
  ),
  text: wireWord.optional(),
  id: wireWord.pipe(z.string().max(255, 'longer than 255 characters')).optional(),
})
const typed = z.object({ type: wireWord.pipe(z.string().max(255)).nullish() })

/** One webhook holds one message. Other things come to the same address: they never make a conversation. */
export function parse({ body, receivedAt }: RawRequest, channel: Channel): Parsed {
  const read = readFormOrJson(body)
  if (!read.ok) return { ok: false, code: 'malformed_body', detail: read.detail }
  const parsed = typed.safeParse(read.value)
  if (!parsed.success) return invalid(firstIssue(parsed.error))
  const fields = read.value as Fields
  const { type } = parsed.data
  if (type && !/^(incomingWebhook)?(SMS|MMS)$/i.test(type)) return one({ kind: 'unsupported', type })
  const status = type ? undefined : readStatus(fields, receivedAt)
  return status ? one(status) : readMessage(fields, receivedAt, channel)
}

function readMessage(fields: Fields, now: number, channel: Channel): Parsed {
  const parsed = message.safeParse({
    caller_id_number: firstOf(fields, fromNames),
    destination_number: firstOf(fields, toNames),
    text: firstOf(fields, textNames),
    id: firstOf(fields, idNames),
  })
  if (!parsed.success) return invalid(firstIssue(parsed.error))
  const media: InboundMedia[] = []
  for (const name of filesNames) {
    const files = readFiles(fields[name], name)
    if (!files.ok) return invalid(files.detail)
    media.push(...files.media)
  }
  const { caller_id_number: from, destination_number: to, id } = parsed.data
  const text = parsed.data.text || undefined
  if (!text && media.length === 0) return one({ kind: 'unsupported', type: 'message without text or media' })
  const ids = id
    ? { providerMessageId: id }
    : contentIds([from, ...to, text ?? '', ...media.map(mark)], now, repeatWindowMs(channel))
  return one({ kind: 'message', ...ids, from, to, text, media, receivedAt: now })
}

/** What tells one file from another. */
const mark = ({ url, data }: InboundMedia) => (data ? createHash('sha256').update(data).digest('hex') : url)

const one = (event: InboundEvent): Parsed => ({ ok: true, events: [event] })
const invalid = (detail: string): Parsed => ({ ok: false, code: 'invalid_field', detail })
