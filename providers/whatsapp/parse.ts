import type { z } from 'zod'
import type { InboundEvent, RawRequest } from '../../src/contract/inbound.ts'
import type { Channel, Parsed } from '../../src/contract/provider.ts'
import { graphBase } from '../../src/lib/meta/fields.ts'
import { readWebhook } from '../../src/lib/meta/webhook-body.ts'
import { firstIssue } from '../../src/lib/wire-text.ts'
import { namesOf } from './addresses.ts'
import { type Around, echoEvents, messageEvents } from './messages.ts'
import { errorNotice, noticeOf } from './notices.ts'
import { envelope, message, numberValue, preference, status, timeOf } from './shapes.ts'
import { statusEvent } from './statuses.ts'

/**
 * One webhook may hold a thousand changes, of several numbers. What cannot be read in it is counted and does not stop the
 * rest; a webhook with nothing readable at all is refused.
 */
export function parse(request: RawRequest, channel: Channel): Parsed {
  const body = readWebhook(request)
  if (!body.ok) return body
  const outer = envelope.safeParse(body.value)
  if (!outer.success) return invalid(firstIssue(outer.error))
  const { object, entry } = outer.data
  if (object !== 'whatsapp_business_account') return { ok: true, events: [other(`webhook of ${object}`)] }

  const mediaBase = graphBase(channel)
  const events: InboundEvent[] = []
  const faults: string[] = []
  for (const [e, { changes }] of entry.entries()) {
    for (const [c, { field, value }] of changes.entries()) {
      const place = `entry[${e}].changes[${c}].value`
      const read = changeEvents(field, value, mediaBase, request.receivedAt)
      events.push(...read.events)
      faults.push(...read.faults.map((fault) => `${place}.${fault}`))
    }
  }
  if (events.length === 0) return faults[0] ? invalid(faults[0]) : invalid('entry: holds no change')
  return { ok: true, events: [...events, ...faults.map((fault) => other(`unreadable: ${fault}`))] }
}

interface Read {
  readonly events: readonly InboundEvent[]
  /** What is wrong, with its place in the value. */
  readonly faults: readonly string[]
}

function changeEvents(field: string, raw: unknown, mediaBase: string, now: number): Read {
  const notice = noticeOf(field, raw)
  if (notice) return { events: [notice], faults: [] }
  if (!['messages', 'smb_message_echoes', 'user_preferences'].includes(field)) {
    return { events: [other(`field ${field}`)], faults: [] }
  }
  const parsed = numberValue.safeParse(raw)
  if (!parsed.success) return { events: [], faults: [firstIssue(parsed.error)] }
  const value = parsed.data
  const around: Around = { sender: value.metadata.phone_number_id, contacts: value.contacts, mediaBase, now }
  const read = [
    each('messages', value.messages, message, (one) => messageEvents(one, around)),
    each('statuses', value.statuses, status, (one) => [statusEvent(one, now)]),
    each('message_echoes', value.message_echoes, message, (one) => echoEvents(one, around)),
    each('user_preferences', value.user_preferences, preference, (one) => preferenceEvents(one, around)),
  ]
  const events = [...read.flatMap((part) => part.events), ...value.errors.map(errorNotice)]
  const faults = read.flatMap((part) => part.faults)
  // Contacts alone, or a list that is new to us.
  return events.length + faults.length > 0
    ? { events, faults }
    : { events: [other(`${field} without content`)], faults }
}

/** Reads the entries of one list by themselves. */
function each<T extends z.ZodType>(
  name: string,
  list: readonly unknown[] | null | undefined,
  shape: T,
  read: (one: z.output<T>) => readonly InboundEvent[] | string,
): Read {
  const events: InboundEvent[] = []
  const faults: string[] = []
  for (const [i, raw] of (list ?? []).entries()) {
    const parsed = shape.safeParse(raw)
    const result = parsed.success ? read(parsed.data) : firstIssue(parsed.error)
    if (typeof result === 'string') faults.push(`${name}[${i}].${result}`)
    else events.push(...result)
  }
  return { events, faults }
}

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

const other = (type: string): InboundEvent => ({ kind: 'unsupported', type: type.slice(0, 255) })
const invalid = (detail: string): Parsed => ({ ok: false, code: 'invalid_field', detail })
