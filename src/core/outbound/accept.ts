import { createHash } from 'node:crypto'
import { Problem } from '../../contract/problems.ts'
import type { Backend, Trx } from '../../db/store.ts'
import { isStorable } from '../../lib/storable-text.ts'
import { plainText, textParts } from '../../lib/text-parts.ts'
import type { ChannelEntry } from '../channels/directory.ts'
import { refuseIfOptedOut } from '../consent/consent.ts'
import { appendEvents } from '../events.ts'

export interface Draft {
  readonly text?: string | undefined
  readonly mediaIds: readonly number[]
  readonly clientRef?: string | undefined
}

export interface Author {
  readonly type: 'extension' | 'api' | 'system'
  readonly id: number | null
}

export interface Target {
  readonly conversationId: number
  readonly senderId: number
  readonly entry: ChannelEntry
}

/** 0 goes before 1. */
export const priorities = { interactive: 0, bulk: 1 } as const

export interface AcceptOptions {
  readonly priority: number
  /** `consent` goes to those who opted out too. */
  readonly category?: 'conversation' | 'consent'
  readonly now: number
}

/**
 * Accepts a message for sending: writes it `queued`, with its files and its event, in the caller's transaction. Refuses
 * what the channel's provider could not send, and what the contact does not want. Answers the message's id.
 */
export async function acceptMessage(
  trx: Trx,
  backend: Backend,
  target: Target,
  author: Author,
  draft: Draft,
  { priority, category = 'conversation', now }: AcceptOptions,
): Promise<number> {
  if (category === 'conversation') await refuseIfOptedOut(trx, target.conversationId)
  const text = sentText(draft, target.entry)
  await checkMedia(trx, target.entry, author, draft.mediaIds)
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
      status: 'queued',
      author_type: author.type,
      author_id: author.id,
      priority,
      category,
      due_at: now,
      give_up_at: null,
      segments: parts?.segments ?? null,
      encoding: parts?.encoding ?? null,
      client_ref: draft.clientRef ?? null,
      failure_code: null,
      vendor_code: null,
      vendor_text: null,
      has_media: draft.mediaIds.length > 0 ? 1 : 0,
      created_at: now,
      sent_at: null,
      delivered_at: null,
      read_at: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  for (const [position, mediaId] of draft.mediaIds.entries()) {
    await trx.updateTable('media').set({ message_id: id, position }).where('id', '=', mediaId).execute()
  }
  await trx
    .updateTable('conversation')
    .set({ last_message_id: id, last_activity_at: now })
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

/** What goes out is what is stored and shown, plain characters included. */
function sentText(draft: Draft, entry: ChannelEntry): string | undefined {
  const text = textOf(draft, entry)
  return text !== undefined && entry.channel.values.smart_encoding === true ? plainText(text) : text
}

function textOf(draft: Draft, entry: ChannelEntry): string | undefined {
  const text = draft.text?.trim() ? draft.text : undefined
  if (text === undefined && draft.mediaIds.length === 0) {
    throw new Problem('validation_failed', 'Write a text or attach a file.')
  }
  const most = entry.provider.limits.textCharacters.value
  if (text !== undefined && text.length > most) {
    throw new Problem(
      'validation_failed',
      `The text has ${text.length} characters; this channel takes ${most}.`,
    )
  }
  if (text !== undefined && !isStorable(text)) {
    throw new Problem('validation_failed', 'The text holds a NUL character or half of a character.')
  }
  if (text !== undefined) return text
  const fallback = entry.channel.values.default_media_text
  return typeof fallback === 'string' && fallback !== '' ? fallback : undefined
}

async function checkMedia(
  trx: Trx,
  entry: ChannelEntry,
  author: Author,
  mediaIds: readonly number[],
): Promise<void> {
  if (mediaIds.length === 0) return
  const { mediaPerMessage, mediaBytes, mediaTypes } = entry.provider.limits
  if (mediaIds.length > mediaPerMessage.value) {
    throw new Problem(
      'validation_failed',
      `This channel takes ${mediaPerMessage.value} files a message at most.`,
    )
  }
  if (new Set(mediaIds).size !== mediaIds.length) {
    throw new Problem('validation_failed', 'The same file is attached twice.')
  }
  const files = await trx
    .selectFrom('media')
    .select(['id', 'name', 'bytes', 'content_type'])
    .where('id', 'in', mediaIds)
    .where('message_id', 'is', null)
    .where('created_by', author.id === null ? 'is' : '=', author.id)
    .where('state', '=', 'stored')
    .execute()
  if (files.length !== mediaIds.length) {
    throw new Problem('validation_failed', 'An attached file is not there, is not yours or was sent already.')
  }
  for (const file of files) {
    if ((file.bytes ?? 0) > mediaBytes.value) {
      throw new Problem(
        'validation_failed',
        `${file.name} is larger than this channel takes (${mediaBytes.value} bytes).`,
      )
    }
    if (mediaTypes && !mediaTypes.value.some((type) => typeMatches(type, file.content_type))) {
      throw new Problem(
        'validation_failed',
        `This channel does not take files of the type ${file.content_type}.`,
      )
    }
  }
}

function typeMatches(pattern: string, type: string): boolean {
  return pattern.endsWith('/*') ? type.startsWith(pattern.slice(0, -1)) : pattern === type
}

/**
 * Makes a call repeatable: answers the message that the same actor's same key made before, refuses a key that came with
 * another request, and otherwise runs `accept` and remembers what it made.
 */
export async function once(
  trx: Trx,
  key: string | undefined,
  actor: string,
  request: unknown,
  now: number,
  accept: () => Promise<number>,
): Promise<number> {
  if (key === undefined) return accept()
  const hash = createHash('sha256').update(JSON.stringify(request)).digest('hex')
  const known = await trx
    .selectFrom('idempotency')
    .select(['request_hash', 'message_id'])
    .where('actor', '=', actor)
    .where('key', '=', key)
    .executeTakeFirst()
  if (known) {
    if (known.request_hash !== hash) throw new Problem('idempotency_mismatch')
    return known.message_id
  }
  const messageId = await accept()
  await trx
    .insertInto('idempotency')
    .values({ actor, key, request_hash: hash, message_id: messageId, created_at: now })
    .execute()
  return messageId
}
