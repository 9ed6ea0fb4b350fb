import type { z } from 'zod'
import type { InboundEvent, RawRequest } from '../../src/contract/inbound.ts'
import type { Channel, Parsed } from '../../src/contract/provider.ts'
import { cutText } from '../../src/lib/cut-text.ts'
import { graphBase } from '../../src/lib/meta/fields.ts'
import { readWebhook } from '../../src/lib/meta/webhook-body.ts'
import { firstIssue } from '../../src/lib/wire-text.ts'
import { namesOf } from './addresses.ts'
import { type Around, echoEvents, messageEvents } from './messages.ts'
import { errorNotice, noticeOf } from './notices.ts'
import { change, entry, envelope, list, message, numberValue, preference, status, timeOf } from './shapes.ts'
import { statusEvent } from './statuses.ts'

/** What was read of something, and what could not be, with its place. */
interface Read {
  readonly events: readonly InboundEvent[]
  readonly faults: readonly string[]
}

/**
 * One webhook may hold a thousand changes, of several numbers. What cannot be read in it does not stop the rest, and is told
 * as unread.
 */
export function parse(request: RawRequest, channel: Channel): Parsed {
  const body = readWebhook(request)
  if (!body.ok) return body
  const outer = envelope.safeParse(body.value)
  if (!outer.success) return invalid(firstIssue(outer.error))
  const { object } = outer.data
  if (object !== 'whatsapp_business_account') return { ok: true, events: [other(`webhook of ${object}`)] }

  const mediaBase = graphBase(channel)
  const { events, faults } = each('entry', outer.data.entry, entry, ({ changes }, place) =>
    each(`${place}.changes`, changes, change, ({ field, value }, at) =>
      changeEvents(field, value, `${at}.value`, mediaBase, request.receivedAt),
    ),
  )
  if (faults.length > 0) return { ok: true, events, unread: faults }
  return events.length > 0 ? { ok: true, events } : invalid('entry: holds no change')
}

function changeEvents(field: string, raw: unknown, place: string, mediaBase: string, now: number): Read {
  const notice = noticeOf(field, raw)
  if (notice) return { events: [notice], faults: [] }
  if (!['messages', 'smb_message_echoes', 'user_preferences'].includes(field)) {
    return { events: [other(`field ${field}`)], faults: [] }
  }
  const parsed = numberValue.safeParse(raw)
  if (!parsed.success) return { events: [], faults: [firstIssue(parsed.error, [place])] }
  const value = parsed.data
  const around: Around = { sender: value.metadata.phone_number_id, contacts: value.contacts, mediaBase, now }
  const of = <T extends z.ZodType>(
    name: 'messages' | 'statuses' | 'message_echoes' | 'user_preferences',
    shape: T,
    eventsOf: (one: z.output<T>) => readonly InboundEvent[] | string,
  ) =>
    each(`${place}.${name}`, value[name] ?? [], shape, (one, at) => {
      const told = eventsOf(one)
      return typeof told === 'string'
        ? { events: [], faults: [`${at}.${told}`] }
        : { events: told, faults: [] }
    })
  const read = together([
    of('messages', message, (one) => messageEvents(one, around)),
    of('statuses', status, (one) => [statusEvent(one, now)]),
    of('message_echoes', message, (one) => echoEvents(one, around)),
    of('user_preferences', preference, (one) => preferenceEvents(one, around)),
    { events: value.errors.map(errorNotice), faults: [] },
  ])
  // Contacts alone, or a list that is new to us.
  return read.events.length + read.faults.length > 0
    ? read
    : { events: [other(`${field} without content`)], faults: [] }
}

/** Reads what a list holds one by one; `place` is where the list stands. */
function each<T extends z.ZodType>(
  place: string,
  raw: unknown,
  shape: T,
  read: (one: z.output<T>, place: string) => Read,
): Read {
  const entries = list.safeParse(raw)
  if (!entries.success) return { events: [], faults: [firstIssue(entries.error, [place])] }
  return together(
    entries.data.map((one, i) => {
      const parsed = shape.safeParse(one)
      const at = `${place}[${i}]`
      return parsed.success ? read(parsed.data, at) : { events: [], faults: [firstIssue(parsed.error, [at])] }
    }),
  )
}

const together = (parts: readonly Read[]): Read => ({
  events: parts.flatMap(({ events }) => events),
  faults: parts.flatMap(({ faults }) => faults),
})

/** Whether somebody wants marketing messages of the business. */
function preferenceEvents(
  { wa_id, user_id, category, value, timestamp }: z.output<typeof preference>,
  { sender, now }: Around,
): readonly InboundEvent[] | string {
  const who = namesOf([wa_id, user_id])
  if (!who) return 'wa_id: neither a phone number nor a user id'
  const marketing =
    value === 'stop' ? 'stop' : value === 'resume' || value === 'signup' ? 'resume' : undefined
  if (category !== 'marketing_messages' || !marketing) return [other('user preference of another kind')]
  return [{ kind: 'preference', contact: who.address, sender, marketing, at: timeOf(timestamp, now) }]
}

const other = (type: string): InboundEvent => ({ kind: 'unsupported', type: cutText(type, 255) })
const invalid = (detail: string): Parsed => ({ ok: false, code: 'invalid_field', detail })
