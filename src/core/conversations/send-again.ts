import { Problem } from '../../contract/problems.ts'
import type { Store, Trx } from '../../db/store.ts'
import type { Actor } from '../access/actor.ts'
import type { Directory } from '../channels/directory.ts'
import { refuseIfOptedOut } from '../consent/consent.ts'
import { appendEvents } from '../events.ts'
import { countMoves } from '../outbound/ladder.ts'
import { refuseOutsideWindow } from '../outbound/refuse-outside-window.ts'
import { mayWrite } from './access.ts'
import { findForChange } from './find.ts'

/**
 * A person's consent to send a failed or unconfirmed message once more. What was unconfirmed may arrive twice from now on,
 * and is marked so.
 */
export async function sendAgain(
  store: Store,
  directory: Directory,
  actor: Actor,
  messageId: number,
  now: number,
): Promise<{ channelId: number }> {
  return store.write(async (trx) => {
    const message = await trx
      .selectFrom('message')
      .select([
        'id',
        'conversation_id',
        'channel_id',
        'sender_id',
        'status',
        'direction',
        'template',
        'created_at',
      ])
      .where('id', '=', messageId)
      .executeTakeFirst()
    if (!message) throw new Problem('not_found')
    const found = await findForChange(trx, store.backend, actor, message.conversation_id)
    if (found.status === 'closed') throw new Problem('conversation_closed')
    if (!mayWrite(actor, found)) throw new Problem('not_owner')
    const { status } = message
    if (message.direction !== 'out' || (status !== 'failed' && status !== 'unconfirmed')) {
      throw new Problem('not_sendable')
    }
    await refuseIfOptedOut(trx, found.id)
    const entry = directory.byId(found.channel_id)
    if (entry && message.template === null) {
      await refuseOutsideWindow(trx, { conversationId: found.id, entry }, now)
    }
    await refuseUnsendable(trx, messageId, found.channel_id)
    await trx
      .updateTable('message')
      .set({
        status: 'queued',
        // By its own channel first, as any message.
        channel_id: found.channel_id,
        failed_over: 0,
        due_at: now,
        give_up_at: null,
        waits_since: null,
        failure_code: null,
        vendor_code: null,
        vendor_text: null,
        ...(status === 'unconfirmed' ? { maybe_repeat: 1 } : {}),
      })
      .where('id', '=', messageId)
      .execute()
    const { sender_id: senderId, created_at: createdAt } = message
    await countMoves(trx, store.backend, [{ senderId, createdAt, from: status, to: 'queued' }])
    await appendEvents(trx, store.backend, [
      {
        type: 'message.status',
        at: now,
        conversationId: found.id,
        messageId,
        channelId: found.channel_id,
        actorId: actor.id,
        data: { status: 'queued', again: true },
      },
    ])
    return { channelId: found.channel_id }
  })
}

/** On a channel that sends nothing it would wait for ever, and without a file that is gone it would say something else. */
async function refuseUnsendable(trx: Trx, messageId: number, channelId: number): Promise<void> {
  const channel = await trx
    .selectFrom('channel')
    .select('id')
    .where('id', '=', channelId)
    .where('active', '=', 1)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  if (!channel) throw new Problem('channel_off')
  const lost = await trx
    .selectFrom('media')
    .select('name')
    .where('message_id', '=', messageId)
    .where('state', '<>', 'stored')
    .executeTakeFirst()
  if (lost) throw new Problem('gone', `The file ${lost.name} is kept no longer. Write the message anew.`)
}
