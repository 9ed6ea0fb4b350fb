import { sql } from 'kysely'
import type { InboundDeletion, InboundEdit, InboundReaction } from '../../contract/chat-events.ts'
import { rowset } from '../../db/rowset.ts'
import type { Backend, Trx } from '../../db/store.ts'
import type { ChannelEntry } from '../channels/directory.ts'
import type { Delivery } from './ingest.ts'

/** What happens to a message that is named by the vendor's id. */
export interface OfMessage {
  readonly entry: ChannelEntry
  readonly event: InboundReaction | InboundEdit | InboundDeletion
}

/** Keeps what was told of messages that are not here: after a failure a vendor repeats in any order. */
export async function keepEarly(
  trx: Trx,
  backend: Backend,
  early: readonly OfMessage[],
  now: number,
): Promise<void> {
  if (early.length === 0) return
  const shape = { channel_id: 'integer', target: 'text', event: 'text' } as const
  const rows = early.map(({ entry, event }) => {
    return { channel_id: entry.id, target: event.target, event: JSON.stringify(event) }
  })
  await sql`
    insert into early_event (channel_id, target, event, created_at)
    select channel_id, target, event, ${now} from ${rowset(backend, shape, rows)} as r`.execute(trx)
}

/** Hands out what was told early of the messages of these deliveries, oldest first, and keeps it no longer. */
export async function takeEarly(
  trx: Trx,
  backend: Backend,
  deliveries: readonly Pick<Delivery, 'entry' | 'events'>[],
): Promise<OfMessage[]> {
  const rows = deliveries.flatMap(({ entry, events }) =>
    // Only chats have such events; the others do not pay for it.
    entry.provider.window === undefined
      ? []
      : events.flatMap((event) =>
          event.kind === 'message' || event.kind === 'echo'
            ? [{ channel_id: entry.id, target: event.providerMessageId }]
            : [],
        ),
  )
  if (rows.length === 0) return []
  const found = await sql<{ id: number; channel_id: number; event: string }>`
    select e.id, e.channel_id, e.event
    from ${rowset(backend, { channel_id: 'integer', target: 'text' }, rows)} as r
    cross join early_event as e
    where e.channel_id = r.channel_id and e.target = r.target
    order by e.id`.execute(trx)
  if (found.rows.length === 0) return []
  const ids = found.rows.map(({ id }) => ({ id }))
  await sql`
    delete from early_event where id in (select id from ${rowset(backend, { id: 'integer' }, ids)} as r)`.execute(
    trx,
  )
  const entries = new Map(deliveries.map(({ entry }) => [entry.id, entry]))
  return found.rows.map(({ channel_id, event }) => ({
    entry: entries.get(channel_id) as ChannelEntry,
    event: JSON.parse(event) as OfMessage['event'],
  }))
}
