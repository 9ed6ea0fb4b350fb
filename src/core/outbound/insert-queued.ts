import type { MessageContent } from '../../contract/api/content.ts'
import type { Backend, Trx } from '../../db/store.ts'
import { textParts } from '../../lib/text-parts.ts'
import { appendEvents } from '../events.ts'
import type { Filled } from '../templates/fill.ts'
import type { AcceptOptions, Author, Target } from './accept.ts'

/** One request's worth of what was accepted. */
export interface QueuedRow {
  readonly text: string | undefined
  readonly mediaIds: readonly number[]
  readonly content?: MessageContent | undefined
  readonly template?: Filled['filled'] | undefined
  readonly replyTo?: number | undefined
  /** The first message of the same call. */
  readonly partOf?: number | undefined
  readonly clientRef?: string | undefined
}

/** Writes a message `queued`, with its files and its event; answers its id. */
export async function insertQueued(
  trx: Trx,
  backend: Backend,
  target: Target,
  author: Author,
  row: QueuedRow,
  { priority, category = 'conversation', now }: AcceptOptions,
): Promise<number> {
  const { text, content, template, mediaIds } = row
  const parts =
    text !== undefined && target.entry.provider.addressKind === 'tel' ? textParts(text) : undefined
  const { id } = await trx
    .insertInto('message')
    .values({
      conversation_id: target.conversationId,
      channel_id: target.entry.id,
      sender_id: target.senderId,
      direction: 'out',
      provider_message_id: null,
      text: text ?? null,
      content: content ? JSON.stringify(content) : null,
      template: template ? JSON.stringify(template) : null,
      reply_to_id: row.replyTo ?? null,
      part_of: row.partOf ?? null,
      status: 'queued',
      author_type: author.type,
      author_id: author.id,
      priority,
      category,
      due_at: now,
      give_up_at: null,
      segments: parts?.segments ?? null,
      encoding: parts?.encoding ?? null,
      // A call is known by its first message.
      client_ref: row.partOf === undefined ? (row.clientRef ?? null) : null,
      failure_code: null,
      vendor_code: null,
      vendor_text: null,
      has_media: mediaIds.length > 0 ? 1 : 0,
      created_at: now,
      sent_at: null,
      delivered_at: null,
      read_at: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  for (const [position, mediaId] of mediaIds.entries()) {
    await trx.updateTable('media').set({ message_id: id, position }).where('id', '=', mediaId).execute()
  }
  // A reaction stands on its target, not in the list.
  const last = content?.type === 'reaction' ? {} : { last_message_id: id }
  await trx
    .updateTable('conversation')
    .set({ ...last, last_activity_at: now })
    .where('id', '=', target.conversationId)
    .execute()
  await appendEvents(trx, backend, [
    {
      type: 'message.queued',
      at: now,
      conversationId: target.conversationId,
      messageId: id,
      channelId: target.entry.id,
      actorId: author.type === 'extension' ? (author.id ?? undefined) : undefined,
    },
  ])
  return id
}
