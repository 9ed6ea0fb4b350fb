import type { InboundEvent, InboundMessage } from '../../contract/inbound.ts'
import type { Db, Store, Trx } from '../../db/store.ts'
import type { ChannelEntry, Directory } from '../channels/directory.ts'
import type { Delivery } from './ingest.ts'
import { type StoredMessages, storeMessages } from './store-messages.ts'

type Held = InboundMessage & { readonly hold: NonNullable<InboundMessage['hold']> }

const isPart = (event: InboundEvent): event is Held => event.kind === 'message' && event.hold !== undefined

/**
 * Deliveries with the parts of messages put together: a first part goes to disk and waits, a later part brings it back with
 * its own files added. What is no part passes as it is.
 */
export async function joinParts(
  trx: Trx,
  deliveries: readonly Delivery[],
  now: number,
): Promise<readonly Delivery[]> {
  if (!deliveries.some(({ events }) => events.some(isPart))) return deliveries
  const joined: Delivery[] = []
  for (const delivery of deliveries) {
    const events: InboundEvent[] = []
    for (const event of delivery.events) {
      if (!isPart(event)) events.push(event)
      else if (event.hold.part === 'rest') events.push(await withFirst(trx, delivery.entry, event))
      else if (!(await hold(trx, delivery.entry, event, now))) events.push(event)
    }
    joined.push({ ...delivery, events })
  }
  return joined
}

/** Keeps a first part; false where it must not wait because it, or its message, is here already. */
async function hold(trx: Trx, entry: ChannelEntry, part: Held, now: number): Promise<boolean> {
  if (await isKnown(trx, entry.id, part.providerMessageId)) return false
  await trx
    .insertInto('held_message')
    .values({
      channel_id: entry.id,
      hold_key: part.hold.key,
      provider_message_id: part.providerMessageId,
      message: JSON.stringify(part),
      due_at: now + part.hold.waitMs,
    })
    .onConflict((conflict) => conflict.columns(['channel_id', 'hold_key']).doNothing())
    .execute()
  const held = await trx
    .selectFrom('held_message')
    .select('provider_message_id')
    .where('channel_id', '=', entry.id)
    .where('hold_key', '=', part.hold.key)
    .executeTakeFirst()
  // Another first part of the same key is another message.
  return held?.provider_message_id === part.providerMessageId
}

async function withFirst(trx: Trx, entry: ChannelEntry, rest: Held): Promise<InboundMessage> {
  if (await isKnown(trx, entry.id, rest.providerMessageId)) return rest
  const held = await trx
    .deleteFrom('held_message')
    .where('channel_id', '=', entry.id)
    .where('hold_key', '=', rest.hold.key)
    .returning('message')
    .executeTakeFirst()
  if (!held) return rest
  const first = JSON.parse(held.message) as InboundMessage
  return {
    ...first,
    text: first.text ?? rest.text,
    media: [...first.media, ...rest.media],
    otherIds: [...(first.otherIds ?? []), rest.providerMessageId],
  }
}

async function isKnown(trx: Trx, channelId: number, providerMessageId: string): Promise<boolean> {
  for (const table of ['message', 'message_alias'] as const) {
    const row = await trx
      .selectFrom(table)
      .select('channel_id')
      .where('channel_id', '=', channelId)
      .where('provider_message_id', '=', providerMessageId)
      .executeTakeFirst()
    if (row) return true
  }
  return false
}

/** When the next held part has waited long enough; undefined where none waits. */
export async function nextPartDueAt(db: Db): Promise<number | undefined> {
  const row = await db
    .selectFrom('held_message')
    .select((select) => select.fn.min('due_at').as('due_at'))
    .executeTakeFirst()
  return row?.due_at == null ? undefined : Number(row.due_at)
}

/** Stores the parts that nobody joined in time as messages of their own. */
export async function storeDueParts(
  store: Store,
  directory: Directory,
  now: number,
): Promise<StoredMessages[]> {
  return store.write(async (trx) => {
    const due = await trx
      .deleteFrom('held_message')
      .where('due_at', '<=', now)
      .returning(['channel_id', 'message'])
      .execute()
    const deliveries = due.flatMap((row) => {
      const entry = directory.byId(row.channel_id)
      return entry ? [{ entry, events: [JSON.parse(row.message) as InboundMessage] }] : []
    })
    return storeMessages(trx, store.backend, deliveries, now)
  })
}
