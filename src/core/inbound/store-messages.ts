import { sql } from 'kysely'
import type { InboundEcho } from '../../contract/chat-events.ts'
import type { InboundMessage } from '../../contract/inbound.ts'
import { rowset } from '../../db/rowset.ts'
import type { Backend, Trx } from '../../db/store.ts'
import type { ChannelEntry, SenderEntry } from '../channels/directory.ts'
import { heedKeywords } from '../consent/heed.ts'
import { appendEvents, type NewEvent } from '../events.ts'
import { hourOf } from '../hour.ts'
import { isLimited, noteActs } from './acts.ts'
import { identitiesOf } from './identities.ts'
import type { Delivery } from './ingest.ts'
import { isRefused, isStored } from './inline-files.ts'
import { insertMedia, insertMessages } from './insert-messages.ts'
import { idKey, idsOf, insertAliases, knownIds } from './known-ids.ts'
import { openConversations } from './open-conversations.ts'
import { ownReferences } from './own-references.ts'

/** A message on its way in, with the rows it belongs to. */
export interface Arrival {
  /** `out`: the business sent it elsewhere, and `from` is whom it went to. */
  readonly direction: 'in' | 'out'
  /** Which delivery brought it. */
  readonly delivery: number
  readonly entry: ChannelEntry
  readonly sender: SenderEntry
  readonly message: InboundMessage
  readonly identityId: number
  readonly conversationId: number
}

type Candidate = Omit<Arrival, 'identityId' | 'conversationId'>

export interface StoredMessages {
  readonly channelId: number
  readonly messages: number
  readonly duplicates: number
  readonly media: number
  /** Messages of ours that were queued in answer. */
  readonly answers: number
  /** Channels on which messages of ours are due that were held back before. */
  readonly letGo: ReadonlySet<number>
}

/**
 * Stores the messages of many deliveries: duplicates out, identity and contact, conversation and routing, message, files
 * to fetch, counters, events. Answers what became of each delivery, in order.
 */
export async function storeMessages(
  trx: Trx,
  backend: Backend,
  deliveries: readonly Pick<Delivery, 'entry' | 'events'>[],
  now: number,
): Promise<StoredMessages[]> {
  const results = deliveries.map(({ entry }) => ({
    channelId: entry.id,
    messages: 0,
    duplicates: 0,
    media: 0,
    answers: 0,
    letGo: new Set<number>(),
  }))
  const candidates = candidatesOf(deliveries, await ownReferences(trx, backend, deliveries))
  if (candidates.length === 0) return results

  const known = await knownIds(trx, backend, candidates)
  const fresh: Candidate[] = []
  for (const candidate of candidates) {
    const result = results[candidate.delivery]
    const keys = idsOf(candidate.message).map((id) => idKey(candidate.entry.id, id))
    if (keys.some((key) => known.has(key))) {
      if (result) result.duplicates++
      continue
    }
    for (const key of keys) known.add(key)
    fresh.push(candidate)
    if (result) {
      result.messages++
      result.media += candidate.message.media.filter((file) => !isStored(file) && !isRefused(file)).length
    }
  }
  if (fresh.length === 0) return results

  const identities = await identitiesOf(trx, backend, fresh, now)
  const { conversationIds, opened } = await openConversations(trx, backend, fresh, identities, now)
  const arrivals = fresh.map((candidate, i) => ({
    ...candidate,
    identityId: identities[i] as number,
    conversationId: conversationIds[i] as number,
  }))
  const messageIds = await insertMessages(trx, backend, arrivals, now)
  await insertAliases(trx, backend, arrivals, messageIds)
  await insertMedia(trx, backend, arrivals, messageIds, now)
  await touchConversations(trx, backend, arrivals, messageIds, now)
  await countReceived(trx, backend, arrivals, now)
  await appendEvents(trx, backend, eventsOf(arrivals, messageIds, opened, now))
  const received = arrivals.filter(({ direction }) => direction === 'in')
  const letGo = await noteActs(trx, backend, received.filter(hasWindow).map(actOf), now)
  const answered = await heedKeywords(trx, backend, received, now)
  return results.map((result, i) => ({ ...result, answers: answered.get(i) ?? 0, letGo }))
}

const hasWindow = ({ entry }: Arrival): boolean => entry.provider.window !== undefined

const actOf = ({ entry, sender, identityId, message }: Arrival) => ({
  senderId: sender.id,
  identityId,
  at: message.receivedAt,
  limited: isLimited(entry),
})

/** Echoes of our own messages are none; one whose reference names nothing of ours was sent elsewhere all the same. */
function candidatesOf(
  deliveries: readonly Pick<Delivery, 'entry' | 'events'>[],
  ours: ReadonlySet<string>,
): Candidate[] {
  const candidates: Candidate[] = []
  for (const [delivery, { entry, events }] of deliveries.entries()) {
    for (const event of events) {
      if (event.kind === 'message') {
        const sender = senderOf(entry, event)
        if (sender) candidates.push({ direction: 'in', delivery, entry, sender, message: event })
      } else if (event.kind === 'echo' && !ours.has(idKey(entry.id, event.reference ?? ''))) {
        const sender = entry.senders.get(event.from)
        if (sender) candidates.push({ direction: 'out', delivery, entry, sender, message: messageOf(event) })
      }
    }
  }
  return candidates
}

/** What the business sent elsewhere stands in the thread of the contact it went to. */
function messageOf({ kind: _, from, to, at, ...echo }: InboundEcho): InboundMessage {
  return { ...echo, kind: 'message', from: to, to: [from], receivedAt: at }
}

/** The sender that the message was written to: the first of its addresses that is one of the channel's. */
export function senderOf(entry: ChannelEntry, message: InboundMessage): SenderEntry | undefined {
  for (const address of message.to) {
    const sender = entry.senders.get(address)
    if (sender) return sender
  }
  return undefined
}

async function touchConversations(
  trx: Trx,
  backend: Backend,
  arrivals: readonly Arrival[],
  messageIds: readonly number[],
  now: number,
): Promise<void> {
  const shape = {
    id: 'integer',
    last_message_id: 'integer',
    at: 'integer',
    received: 'integer',
    standby: 'integer',
  } as const
  const touched = new Map<number, Record<keyof typeof shape, number>>()
  arrivals.forEach(({ conversationId, direction, message }, i) => {
    const row = touched.get(conversationId) ?? {
      id: conversationId,
      last_message_id: 0,
      at: now,
      received: 0,
      standby: 0,
    }
    row.last_message_id = messageIds[i] as number
    if (direction === 'in') row[message.standby ? 'standby' : 'received']++
    touched.set(conversationId, row)
  })
  await sql`
    update conversation
    set last_message_id = r.last_message_id, last_activity_at = r.at,
      inbound_count = conversation.inbound_count + r.received, standby_count = conversation.standby_count + r.standby
    from ${rowset(backend, shape, [...touched.values()])} as r
    where conversation.id = r.id`.execute(trx)
}

async function countReceived(
  trx: Trx,
  backend: Backend,
  arrivals: readonly Arrival[],
  now: number,
): Promise<void> {
  const counts = new Map<number, { sender_id: number; hour: number; received: number }>()
  const channels = new Map<number, { id: number; at: number }>()
  for (const { sender, entry, direction } of arrivals) {
    if (direction === 'out') continue
    const row = counts.get(sender.id) ?? { sender_id: sender.id, hour: hourOf(now), received: 0 }
    row.received++
    counts.set(sender.id, row)
    channels.set(entry.id, { id: entry.id, at: now })
  }
  if (counts.size === 0) return
  await sql`
    insert into sender_hour (sender_id, hour, received)
    select sender_id, hour, received
    from ${rowset(backend, { sender_id: 'integer', hour: 'integer', received: 'integer' }, [...counts.values()])} as r
    where true
    on conflict (sender_id, hour) do update set received = sender_hour.received + excluded.received`.execute(
    trx,
  )
  await sql`
    update channel set last_inbound_at = r.at
    from ${rowset(backend, { id: 'integer', at: 'integer' }, [...channels.values()])} as r
    where channel.id = r.id`.execute(trx)
}

function eventsOf(
  arrivals: readonly Arrival[],
  messageIds: readonly number[],
  opened: ReadonlySet<number>,
  now: number,
): NewEvent[] {
  const told = new Set<number>()
  const events: NewEvent[] = []
  arrivals.forEach(({ conversationId, entry, direction }, i) => {
    if (opened.has(conversationId) && !told.has(conversationId)) {
      told.add(conversationId)
      events.push({ type: 'conversation.opened', at: now, conversationId, channelId: entry.id })
    }
    events.push({
      type: direction === 'in' ? 'message.received' : 'message.elsewhere',
      at: now,
      conversationId,
      channelId: entry.id,
      messageId: messageIds[i],
    })
  })
  return events
}
