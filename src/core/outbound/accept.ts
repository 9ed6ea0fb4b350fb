import { createHash } from 'node:crypto'
import type { LocationContent } from '../../contract/content.ts'
import { Problem } from '../../contract/problems.ts'
import type { Backend, Trx } from '../../db/store.ts'
import { isStorable } from '../../lib/storable-text.ts'
import { plainText } from '../../lib/text-parts.ts'
import type { ChannelEntry } from '../channels/directory.ts'
import { refuseIfOptedOut } from '../consent/consent.ts'
import { fillTemplate, type TemplateDraft } from '../templates/fill.ts'
import { templateOf } from '../templates/find.ts'
import { checkMedia } from './check-media.ts'
import { textMisfit } from './fits.ts'
import { insertQueued, type QueuedRow } from './insert-queued.ts'
import { refuseOutsideWindow } from './refuse-outside-window.ts'
import { type DraftFile, split } from './split.ts'

export interface Draft {
  readonly text?: string | undefined
  readonly mediaIds: readonly number[]
  readonly template?: TemplateDraft | undefined
  readonly location?: LocationContent | undefined
  /** The message that this one answers. */
  readonly replyTo?: number | undefined
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
 * Accepts a draft for sending: writes it `queued`, with its files and its events, in the caller's transaction, as one message
 * or as several where the vendor does not take it at once. Refuses what the channel's provider could not send, and what the
 * contact does not want. Answers the id of the first message; the others name it as theirs.
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
  if (!draft.template) await refuseOutsideWindow(trx, target, now)
  const replyTo = await quoted(trx, target, draft.replyTo)
  const files = await checkMedia(trx, target.entry, author, draft.mediaIds)
  const parts = await partsOf(trx, target, draft, files)
  let first: number | undefined
  for (const part of parts) {
    const row = {
      ...part,
      replyTo: first === undefined ? replyTo : undefined,
      partOf: first,
      clientRef: draft.clientRef,
    }
    const id = await insertQueued(trx, backend, target, author, row, { priority, category, now })
    first ??= id
  }
  return first as number
}

async function partsOf(
  trx: Trx,
  target: Target,
  draft: Draft,
  files: readonly DraftFile[],
): Promise<Omit<QueuedRow, 'clientRef'>[]> {
  const { entry } = target
  if (draft.template) {
    if (draft.text !== undefined || draft.location) {
      throw new Problem('validation_failed', 'A template is sent without a text or a place of its own.')
    }
    const template = await templateOf(trx, target, draft.template.id)
    const { filled, text, content } = fillTemplate(template, draft.template, files)
    return [{ text, content, template: filled, mediaIds: files.map((file) => file.id) }]
  }
  if (draft.location) {
    if (draft.text !== undefined || files.length > 0) {
      throw new Problem('validation_failed', 'A place is sent without text and files.')
    }
    if (!entry.provider.takes?.includes('location')) {
      throw new Problem('validation_failed', 'This channel does not take places.')
    }
    return [{ text: undefined, content: draft.location, mediaIds: [] }]
  }
  return split(sentText(draft, entry), files, entry.provider.limits)
}

/** The message to be quoted: of the same thread. */
async function quoted(trx: Trx, target: Target, id: number | undefined): Promise<number | undefined> {
  if (id === undefined) return undefined
  if (!target.entry.provider.takes?.includes('reply')) {
    throw new Problem('validation_failed', 'This channel does not take answers to a message.')
  }
  const row = await trx
    .selectFrom('message')
    .select('id')
    .where('id', '=', id)
    .where('conversation_id', '=', target.conversationId)
    .executeTakeFirst()
  if (!row) throw new Problem('validation_failed', 'The message to be answered is not in this conversation.')
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
  const tooLong = text === undefined ? undefined : textMisfit(entry.provider.limits, text)
  if (tooLong !== undefined) throw new Problem('validation_failed', tooLong)
  if (text !== undefined && !isStorable(text)) {
    throw new Problem('validation_failed', 'The text holds a NUL character or half of a character.')
  }
  if (text !== undefined) return text
  const fallback = entry.channel.values.default_media_text
  return typeof fallback === 'string' && fallback !== '' ? fallback : undefined
}

/** What makes two calls the same. */
export function requested({ text, mediaIds, template, location, replyTo, clientRef }: Draft) {
  return { text, media: mediaIds, template, location, replyTo, ref: clientRef }
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
