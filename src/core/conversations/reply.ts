import { Problem } from '../../contract/problems.ts'
import type { Store, Trx } from '../../db/store.ts'
import { failpoint } from '../../lib/failpoint.ts'
import type { Actor } from '../access/actor.ts'
import type { Directory } from '../channels/directory.ts'
import { acceptMessage, type Draft, once, priorities, requested } from '../outbound/accept.ts'
import { mayWrite } from './access.ts'
import { take } from './actions.ts'
import { type Found, findForChange } from './find.ts'

export interface Reply extends Draft {
  /** The last event that the writer had seen; undefined sends whatever came since. */
  readonly seenEventId?: number | undefined
  /** Makes the call repeatable. */
  readonly idempotencyKey?: string | undefined
}

/**
 * Accepts a reply in a conversation, and answers its id and channel once it is committed. Refused with `not_owner` where
 * somebody else owns the conversation now, and with `conversation_moved_on`, naming the messages, where the contact wrote
 * after what the writer had seen.
 */
export async function reply(
  store: Store,
  directory: Directory,
  actor: Actor,
  conversationId: number,
  draft: Reply,
  now: number,
): Promise<{ messageId: number; channelId: number }> {
  failpoint('O1')
  const accepted = await store.write(async (trx) => {
    const found = await findForChange(trx, store.backend, actor, conversationId)
    const entry = directory.byId(found.channel_id)
    if (!entry?.active) throw new Problem('channel_off')
    const key = draft.idempotencyKey ?? (draft.clientRef && `${conversationId}:${draft.clientRef}`)
    const request = { conversationId, ...requested(draft) }
    const messageId = await once(trx, key, `extension:${actor.id}`, request, now, async () => {
      if (found.status === 'closed') throw new Problem('conversation_closed')
      if (!mayWrite(actor, found)) throw new Problem('not_owner')
      await refuseIfMovedOn(trx, found, draft.seenEventId)
      if (found.owner_type === null && found.pickup_mode === 'auto') {
        await take(trx, store.backend, found, actor, now)
      }
      const target = { conversationId, senderId: found.sender_id, entry }
      const author = { type: 'extension', id: actor.id } as const
      return acceptMessage(trx, store.backend, target, author, draft, {
        priority: priorities.interactive,
        now,
      })
    })
    return { messageId, channelId: found.channel_id }
  })
  failpoint('O2')
  return accepted
}

async function refuseIfMovedOn(trx: Trx, found: Found, seenEventId: number | undefined): Promise<void> {
  if (seenEventId === undefined) return
  const since = await trx
    .selectFrom('event')
    .select('message_id')
    .where('id', '>', seenEventId)
    .where('conversation_id', '=', found.id)
    .where('type', '=', 'message.received')
    .orderBy('id')
    .limit(20)
    .execute()
  if (since.length === 0) return
  throw new Problem('conversation_moved_on', undefined, { message_ids: since.map((row) => row.message_id) })
}
