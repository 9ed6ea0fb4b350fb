import type { Destination } from '../../contract/api/common.ts'
import { Problem } from '../../contract/problems.ts'
import type { Backend, Store, Trx } from '../../db/store.ts'
import type { Actor } from '../access/actor.ts'
import { appendEvents, type NewEvent } from '../events.ts'
import { mayDirect, mayPickUp } from './access.ts'
import { type Found, findForChange } from './find.ts'
import { type Place, placeOf } from './routing.ts'

/** Makes the person the owner, in the caller's transaction. */
export async function take(
  trx: Trx,
  backend: Backend,
  found: Found,
  actor: Actor,
  now: number,
): Promise<void> {
  await place(trx, backend, found, placeOf({ type: 'extension', id: actor.id }), actor, now, 'picked_up')
}

/** The person becomes the owner of a conversation that nobody owns. The first of two who try wins. */
export async function pickUp(store: Store, actor: Actor, conversationId: number, now: number): Promise<void> {
  await store.write(async (trx) => {
    const found = await findForChange(trx, store.backend, actor, conversationId)
    if (found.owner_type === 'extension' && found.owner_id === actor.id) return
    if (found.status === 'closed') throw new Problem('conversation_closed')
    if (!mayPickUp(actor, found)) throw new Problem('not_owner')
    await take(trx, store.backend, found, actor, now)
  })
}

/** Hands a conversation to an extension, a queue or the API. */
export async function transfer(
  store: Store,
  actor: Actor,
  conversationId: number,
  destination: Destination,
  now: number,
): Promise<void> {
  await store.write(async (trx) => {
    const found = await findForChange(trx, store.backend, actor, conversationId)
    if (found.status === 'closed') throw new Problem('conversation_closed')
    if (!mayDirect(actor, found)) throw new Problem('not_owner')
    await checkDestination(trx, destination)
    await place(trx, store.backend, found, placeOf(destination), actor, now, 'transferred')
  })
}

/** Ends a conversation; what the contact writes next opens a new one. What is still queued is sent. */
export async function close(store: Store, actor: Actor, conversationId: number, now: number): Promise<void> {
  await store.write(async (trx) => {
    const found = await findForChange(trx, store.backend, actor, conversationId)
    if (found.status === 'closed') return
    if (!mayDirect(actor, found)) throw new Problem('not_owner')
    await end(trx, store.backend, found, actor, now)
  })
}

/** Closes a conversation, in the caller's transaction. */
export async function end(
  trx: Trx,
  backend: Backend,
  found: Found,
  actor: Actor,
  now: number,
): Promise<void> {
  await trx
    .updateTable('conversation')
    .set({ status: 'closed', closed_at: now })
    .where('id', '=', found.id)
    .execute()
  const ended = { conversationId: found.id, channelId: found.channel_id, actorId: actor.id }
  await appendEvents(trx, backend, [{ type: 'conversation.closed', at: now, ...ended }])
}

/** The person has read everything up to now. */
export async function markRead(
  store: Store,
  actor: Actor,
  conversationId: number,
  now: number,
): Promise<void> {
  await store.write(async (trx) => {
    const found = await findForChange(trx, store.backend, actor, conversationId)
    const key = { conversation_id: conversationId, extension_id: actor.id }
    const changed = await trx
      .insertInto('conversation_read')
      .values({ ...key, read_count: found.inbound_count })
      .onConflict((conflict) =>
        conflict
          .columns(['conversation_id', 'extension_id'])
          .doUpdateSet({ read_count: found.inbound_count })
          .where('conversation_read.read_count', '<', found.inbound_count),
      )
      .executeTakeFirst()
    if ((changed.numInsertedOrUpdatedRows ?? 0n) === 0n) return
    await appendEvents(trx, store.backend, [
      { type: 'conversation.read', at: now, conversationId, actorId: actor.id },
    ])
  })
}

async function place(
  trx: Trx,
  backend: Backend,
  found: Found,
  to: Place,
  actor: Actor,
  now: number,
  reason: 'picked_up' | 'transferred',
): Promise<void> {
  // A conversation picked up from a queue stays that queue's, so that its members' reports and its mode still apply.
  const queueId = reason === 'picked_up' ? found.queue_id : to.queue_id
  await trx
    .updateTable('conversation')
    .set({ ...to, queue_id: queueId })
    .where('id', '=', found.id)
    .execute()
  const event: NewEvent = {
    type: 'conversation.changed',
    at: now,
    conversationId: found.id,
    channelId: found.channel_id,
    actorId: actor.id,
    // Who saw it until now must be told that it left.
    data: {
      reason,
      from: { owner_type: found.owner_type, owner_id: found.owner_id, queue_id: found.queue_id },
      to: { ...to, queue_id: queueId },
    },
  }
  await appendEvents(trx, backend, [event])
}

async function checkDestination(trx: Trx, destination: Destination): Promise<void> {
  if (destination.type === 'api') return
  const found =
    destination.type === 'extension'
      ? await trx
          .selectFrom('extension')
          .select('id')
          .where('id', '=', destination.id)
          .where('active', '=', 1)
          .executeTakeFirst()
      : await trx.selectFrom('queue').select('id').where('id', '=', destination.id).executeTakeFirst()
  if (!found)
    throw new Problem('validation_failed', `There is no ${destination.type} with the id ${destination.id}.`)
}
