import { sql } from 'kysely'
import { rowset } from '../../db/rowset.ts'
import type { Backend, Trx } from '../../db/store.ts'
import { isRefused, isStored } from './inline-files.ts'
import { idKey } from './known-ids.ts'
import type { Arrival } from './store-messages.ts'
import { targetsOf } from './targets.ts'

/** Writes the messages; answers their ids, in order. What the business sent elsewhere gets an attempt that holds its id. */
export async function insertMessages(
  trx: Trx,
  backend: Backend,
  arrivals: readonly Arrival[],
  now: number,
): Promise<number[]> {
  const shape = {
    conversation_id: 'integer',
    channel_id: 'integer',
    sender_id: 'integer',
    direction: 'text',
    provider_message_id: 'text',
    text: 'text',
    content: 'text',
    referral: 'text',
    has_media: 'integer',
    created_at: 'integer',
    sent_at: 'integer',
  } as const
  const rows = arrivals.map(({ conversationId, entry, sender, message, direction }) => ({
    conversation_id: conversationId,
    channel_id: entry.id,
    sender_id: sender.id,
    provider_message_id: message.providerMessageId,
    direction,
    text: message.text,
    content: message.content && JSON.stringify(message.content),
    referral: message.referral && JSON.stringify(message.referral),
    has_media: message.media.length > 0 ? 1 : 0,
    created_at: now,
    sent_at: message.receivedAt,
  }))
  const inserted = await sql<{ id: number; channel_id: number; provider_message_id: string }>`
    insert into message (conversation_id, channel_id, sender_id, direction, provider_message_id, text, content,
      referral, status, author_type, has_media, created_at, sent_at)
    select conversation_id, channel_id, sender_id, direction, provider_message_id, text, content, referral,
      case direction when 'in' then 'received' else 'sent' end,
      case direction when 'in' then 'contact' else 'elsewhere' end, has_media, created_at, sent_at
    from ${rowset(backend, shape, rows)} as r
    returning id, channel_id, provider_message_id`.execute(trx)
  const ids = new Map(inserted.rows.map((row) => [idKey(row.channel_id, row.provider_message_id), row.id]))
  const messageIds = arrivals.map(
    ({ entry, message }) => ids.get(idKey(entry.id, message.providerMessageId)) as number,
  )
  await insertSent(trx, backend, arrivals, messageIds)
  await linkReplies(trx, backend, arrivals, messageIds)
  return messageIds
}

async function insertSent(
  trx: Trx,
  backend: Backend,
  arrivals: readonly Arrival[],
  messageIds: readonly number[],
): Promise<void> {
  const rows = arrivals.flatMap(({ entry, message, direction }, i) =>
    direction === 'out'
      ? [
          {
            message_id: messageIds[i] as number,
            channel_id: entry.id,
            at: message.receivedAt,
            provider_message_id: message.providerMessageId,
          },
        ]
      : [],
  )
  if (rows.length === 0) return
  const shape = {
    message_id: 'integer',
    channel_id: 'integer',
    at: 'integer',
    provider_message_id: 'text',
  } as const
  await sql`
    insert into attempt (message_id, channel_id, number, started_at, finished_at, outcome, provider_message_id)
    select message_id, channel_id, 1, at, at, 'accepted', provider_message_id
    from ${rowset(backend, shape, rows)} as r`.execute(trx)
}

async function linkReplies(
  trx: Trx,
  backend: Backend,
  arrivals: readonly Arrival[],
  messageIds: readonly number[],
): Promise<void> {
  const replies = arrivals.flatMap(({ entry, message }, i) =>
    message.replyTo === undefined
      ? []
      : [{ id: messageIds[i] as number, channelId: entry.id, providerMessageId: message.replyTo }],
  )
  const targets = await targetsOf(trx, backend, replies)
  const rows = replies.flatMap((reply) => {
    const target = targets.get(idKey(reply.channelId, reply.providerMessageId))
    return target ? [{ id: reply.id, target: target.id }] : []
  })
  if (rows.length === 0) return
  await sql`
    update message set reply_to_id = r.target
    from ${rowset(backend, { id: 'integer', target: 'integer' }, rows)} as r
    where message.id = r.id`.execute(trx)
}

/** Writes the files of messages: to be fetched, stored already, or not to be had. */
export async function insertMedia(
  trx: Trx,
  backend: Backend,
  arrivals: readonly Arrival[],
  messageIds: readonly number[],
  now: number,
): Promise<void> {
  const rows = arrivals.flatMap(({ message }, i) =>
    message.media.map((file, position) => ({
      message_id: messageIds[i] as number,
      position,
      state: isStored(file) ? 'stored' : isRefused(file) ? 'refused' : 'pending',
      name: file.name ?? '',
      content_type: file.contentType ?? 'application/octet-stream',
      bytes: file.bytes,
      sha256: isStored(file) ? file.sha256 : null,
      source: JSON.stringify(file),
      form: file.form,
      due_at: isStored(file) || isRefused(file) ? null : now,
      error_code: isRefused(file) ? 'vendor_refused' : null,
      error_detail: file.failed,
      created_at: now,
    })),
  )
  if (rows.length === 0) return
  const shape = {
    message_id: 'integer',
    position: 'integer',
    state: 'text',
    name: 'text',
    content_type: 'text',
    bytes: 'integer',
    sha256: 'text',
    source: 'text',
    form: 'text',
    due_at: 'integer',
    error_code: 'text',
    error_detail: 'text',
    created_at: 'integer',
  } as const
  await sql`
    insert into media (message_id, position, state, name, content_type, bytes, sha256, source, form, due_at,
      error_code, error_detail, created_at)
    select message_id, position, state, name, content_type, bytes, sha256, source, form, due_at, error_code,
      error_detail, created_at
    from ${rowset(backend, shape, rows)} as r`.execute(trx)
}
