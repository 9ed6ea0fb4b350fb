import type { InboundDeletion, InboundEdit, InboundReaction } from '../../contract/chat-events.ts'
import type { NewEvent } from '../events.ts'
import { putReaction } from '../outbound/reactions.ts'
import type { Applying } from './chat-events.ts'
import type { Target } from './targets.ts'

/** The contact, or the business in another program, reacted to a message or took it back. */
export async function react(
  { trx, now, entry }: Applying,
  target: Target,
  { by, emoji, at }: InboundReaction,
): Promise<NewEvent[]> {
  if (!(await putReaction(trx, target.id, by, emoji, at))) return []
  return [changed(target, entry.id, now, { change: 'reaction', by })]
}

/** The text is replaced; the former one stays in the history. */
export async function editMessage(
  { trx, now, entry }: Applying,
  target: Target,
  { text, at }: InboundEdit,
): Promise<NewEvent[]> {
  const outdated = target.editedAt !== null && at <= target.editedAt
  if (target.deletedAt !== null || outdated || text === target.text) return []
  await trx
    .insertInto('message_edit')
    .values({ message_id: target.id, at, former_text: target.text })
    .onConflict((conflict) => conflict.columns(['message_id', 'at']).doNothing())
    .execute()
  await trx.updateTable('message').set({ text, edited_at: at }).where('id', '=', target.id).execute()
  target.text = text
  target.editedAt = at
  return [changed(target, entry.id, now, { change: 'edited' })]
}

/** What it said goes, also from the history, and its files are kept no longer; that it was there stays. */
export async function deleteMessage(
  { trx, now, entry }: Applying,
  target: Target,
  { at }: InboundDeletion,
): Promise<NewEvent[]> {
  if (target.deletedAt !== null) return []
  await trx
    .updateTable('message')
    .set({ text: null, content: null, referral: null, deleted_at: at })
    .where('id', '=', target.id)
    .execute()
  await trx.deleteFrom('message_edit').where('message_id', '=', target.id).execute()
  const files = trx.selectFrom('media').select('id').where('message_id', '=', target.id)
  await trx.deleteFrom('media_link').where('media_id', 'in', files).execute()
  await trx
    .updateTable('media')
    .set({ state: 'expired', source: null, due_at: null })
    .where('message_id', '=', target.id)
    .execute()
  target.deletedAt = at
  target.text = null
  return [changed(target, entry.id, now, { change: 'deleted' })]
}

function changed(target: Target, channelId: number, at: number, data: Record<string, unknown>): NewEvent {
  return {
    type: 'message.changed',
    at,
    conversationId: target.conversationId,
    messageId: target.id,
    channelId,
    data,
  }
}
