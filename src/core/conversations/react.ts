import { Problem } from '../../contract/problems.ts'
import type { Store } from '../../db/store.ts'
import type { Actor } from '../access/actor.ts'
import type { Directory } from '../channels/directory.ts'
import { refuseIfOptedOut } from '../consent/consent.ts'
import { priorities } from '../outbound/accept.ts'
import { insertQueued } from '../outbound/insert-queued.ts'
import { refuseOutsideWindow } from '../outbound/refuse-outside-window.ts'
import { vendorIdsOf } from '../outbound/vendor-ids.ts'
import { mayWrite } from './access.ts'
import { findForChange } from './find.ts'

/** Queues a reaction to a message, as a message of its own; null takes the reaction back. */
export async function reactTo(
  store: Store,
  directory: Directory,
  actor: Actor,
  messageId: number,
  emoji: string | null,
  now: number,
): Promise<{ messageId: number; channelId: number }> {
  return store.write(async (trx) => {
    const message = await trx
      .selectFrom('message')
      .select(['conversation_id', 'deleted_at'])
      .where('id', '=', messageId)
      .executeTakeFirst()
    if (!message) throw new Problem('not_found')
    const found = await findForChange(trx, store.backend, actor, message.conversation_id)
    const entry = directory.byId(found.channel_id)
    if (!entry?.active) throw new Problem('channel_off')
    if (found.status === 'closed') throw new Problem('conversation_closed')
    if (!mayWrite(actor, found)) throw new Problem('not_owner')
    if (!entry.provider.takes?.includes('reaction')) {
      throw new Problem('validation_failed', 'This channel takes no reactions.')
    }
    const known = await vendorIdsOf(trx, [messageId])
    if (message.deleted_at !== null || !known.has(messageId)) {
      throw new Problem('validation_failed', 'There is nothing at the contact that could be reacted to.')
    }
    const target = { conversationId: found.id, senderId: found.sender_id, entry }
    await refuseIfOptedOut(trx, found.id)
    await refuseOutsideWindow(trx, target, now)
    const id = await insertQueued(
      trx,
      store.backend,
      target,
      { type: 'extension', id: actor.id },
      { text: undefined, mediaIds: [], content: { type: 'reaction', message_id: messageId, emoji } },
      { priority: priorities.interactive, now },
    )
    return { messageId: id, channelId: found.channel_id }
  })
}
