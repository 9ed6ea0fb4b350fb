import { z } from 'zod'
import type { InboundEvent, RawRequest } from '../../src/contract/inbound.ts'
import type { Channel, Parsed } from '../../src/contract/provider.ts'
import { appIdOf } from '../../src/lib/meta/fields.ts'
import { readWebhook } from '../../src/lib/meta/webhook-body.ts'
import { epochTime } from '../../src/lib/plausible-time.ts'
import { vendorWords } from '../../src/lib/vendor-words.ts'
import { firstIssue } from '../../src/lib/wire-text.ts'
import { entry, envelope, head, type Place } from './envelope.ts'
import { readers } from './events.ts'

/** What one event of a batch comes to; `wrong` says what of it cannot be read. */
type Read = { readonly events: readonly InboundEvent[] } | { readonly wrong: string }

/**
 * One POST may hold events of several Pages, several of each. What cannot be read does not hold up the rest of its batch, and
 * is told as unread. Messages of Pages that are no senders are told like any others: what becomes
 * of them is not this code's business.
 */
export function parse(request: RawRequest, channel: Channel): Parsed {
  const body = readWebhook(request)
  if (!body.ok) return body
  const parsed = envelope.safeParse(body.value)
  if (!parsed.success) {
    // The dashboard's "Test" button posts a bare field with an example.
    const field = Object(body.value).field
    if (typeof field === 'string' && Object(body.value).value)
      return { ok: true, events: [unsupported(`test: ${field}`)] }
    return { ok: false, code: 'invalid_field', detail: firstIssue(parsed.error) }
  }
  const { object, entry: entries } = parsed.data
  if (object !== 'page') return { ok: true, events: [unsupported(`object: ${object}`)] }
  const read = entries.flatMap((one, i) =>
    readEntry(one, `entry[${i}]`, request.receivedAt, appIdOf(channel)),
  )
  const events = read.flatMap((one) => ('events' in one ? one.events : []))
  const wrong = read.flatMap((one) => ('wrong' in one ? one.wrong : []))
  return wrong.length > 0 ? { ok: true, events, unread: wrong } : { ok: true, events }
}

function readEntry(value: unknown, path: string, now: number, appId: string): Read[] {
  const parsed = entry.safeParse(value)
  if (!parsed.success) return [{ wrong: firstIssue(parsed.error, [path]) }]
  const { id: page, time, messaging, standby, changes } = parsed.data
  const at = epochTime(now, time) ?? now
  const of = (name: string, values: readonly unknown[] | null | undefined) =>
    (values ?? []).map((one, i) => {
      const where = { page, at, now, appId, standby: name === 'standby' }
      return readEvent(one, `${path}.${name}[${i}]`, where)
    })
  return [
    ...of('messaging', messaging),
    ...of('standby', standby),
    ...(changes ?? []).map(({ field }) => ({ events: [unsupported(`changes: ${field ?? 'unknown'}`)] })),
  ]
}

function readEvent(value: unknown, path: string, where: Omit<Place, 'from' | 'to'>): Read {
  const parsed = head.safeParse(value)
  if (!parsed.success) return { wrong: firstIssue(parsed.error, [path]) }
  const { sender, recipient, timestamp, ...rest } = parsed.data
  const place: Place = {
    ...where,
    from: sender?.id ?? undefined,
    to: recipient?.id ?? undefined,
    at: epochTime(where.now, timestamp) ?? where.at,
  }
  const names = Object.keys(rest)
  const key = names.find((name) => Object.hasOwn(readers, name))
  if (!key) return { events: [unsupported(names[0] ?? 'event')] }
  try {
    return { events: readers[key]!(rest[key], place) ?? [unsupported(key)] }
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error
    return { wrong: firstIssue(error, [path, key]) }
  }
}

const unsupported = (type: string): InboundEvent => ({
  kind: 'unsupported',
  type: [...vendorWords(type, [])].slice(0, 120).join('') || 'unknown',
})
