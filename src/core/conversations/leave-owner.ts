import type { Backend, Trx } from '../../db/store.ts'
import type { Deed } from '../audit.ts'
import { appendEvents } from '../events.ts'

/**
 * Nobody owns the open conversations of a person who was switched off any more, in the caller's transaction: those that were
 * picked up from a queue wait there again, the others are for supervisors and administrators to hand on. Answers how many.
 */
export async function leaveOwner(
  trx: Trx,
  backend: Backend,
  deed: Deed,
  extensionId: number,
): Promise<number> {
  const left = await trx
    .updateTable('conversation')
    .set({ owner_type: null, owner_id: null })
    .where('owner_type', '=', 'extension')
    .where('owner_id', '=', extensionId)
    .where('status', '=', 'open')
    .returning(['id', 'channel_id', 'queue_id'])
    .execute()
  await appendEvents(
    trx,
    backend,
    left.map(({ id, channel_id, queue_id }) => ({
      type: 'conversation.changed',
      at: deed.at,
      conversationId: id,
      channelId: channel_id,
      actorId: deed.actorId ?? undefined,
      data: {
        reason: 'owner_left',
        from: { owner_type: 'extension', owner_id: extensionId, queue_id },
        to: { owner_type: null, owner_id: null, queue_id },
      },
    })),
  )
  return left.length
}
