import { type Selectable, sql } from 'kysely'
import type { Media, Message, MessagePricing } from '../../contract/api/conversations.ts'
import { failures } from '../../contract/failures.ts'
import type { Pricing } from '../../contract/pricing.ts'
import type { Db } from '../../db/store.ts'
import type { MediaTable, MessageTable } from '../../db/tables/conversations.ts'
import { groupBy } from '../../lib/group-by.ts'
import { toTime, toTimeOrNull } from '../../lib/time.ts'
import { isInline } from '../media/types.ts'
import type { LaneView } from '../outbound/waiting.ts'
import { waitingOf } from '../outbound/waiting.ts'

export type MessageRow = Selectable<MessageTable> & {
  readonly contact_name: string | null
  readonly contact_address: string
  readonly author_name: string | null
  readonly reply_direction: 'in' | 'out' | null
  readonly reply_text: string | null
}

/** The message query without its condition; the message is `m`. */
export function messageQuery(db: Db) {
  return (
    db
      .selectFrom('message as m')
      .innerJoin('conversation as c', 'c.id', 'm.conversation_id')
      .innerJoin('identity as i', 'i.id', 'c.identity_id')
      .innerJoin('contact as p', 'p.id', 'i.contact_id')
      .leftJoin('extension as e', (join) =>
        join.onRef('e.id', '=', 'm.author_id').on('m.author_type', '=', 'extension'),
      )
      .leftJoin('message as t', 't.id', 'm.reply_to_id')
      .selectAll('m')
      .select(['p.name as contact_name', 'i.address as contact_address', 'e.name as author_name'])
      // A quotation is one line.
      .select(['t.direction as reply_direction', sql<string | null>`substr(t.text, 1, 200)`.as('reply_text')])
  )
}

/** Messages in the API's shape, with their files, and for those that wait their place and expected time. */
export async function presentMessages(
  db: Db,
  lanes: LaneView,
  rows: readonly MessageRow[],
): Promise<Message[]> {
  const files = await filesOf(db, rows)
  const reactions = await reactionsOf(db, rows)
  return Promise.all(
    rows.map(
      async (row): Promise<Message> => ({
        id: row.id,
        conversation_id: row.conversation_id,
        direction: row.direction,
        status: row.status,
        text: row.text,
        media: files.get(row.id) ?? [],
        content: row.content === null ? null : JSON.parse(row.content),
        referral: row.referral === null ? null : JSON.parse(row.referral),
        reply_to:
          row.reply_to_id === null || row.reply_direction === null
            ? null
            : { id: row.reply_to_id, direction: row.reply_direction, text: row.reply_text },
        reactions: reactions.get(row.id) ?? [],
        author: authorOf(row),
        segments: row.segments,
        encoding: row.encoding,
        client_ref: row.client_ref,
        attempts: row.attempts,
        next_attempt_at: row.status === 'queued' && row.attempts > 0 ? toTimeOrNull(row.due_at) : null,
        waiting: row.status === 'queued' ? await waitingOf(db, lanes, row) : null,
        failure: failureOf(row),
        pricing: row.pricing === null ? null : presentPricing(JSON.parse(row.pricing) as Pricing),
        category: row.category,
        maybe_repeat: row.maybe_repeat === 1,
        failed_over: row.failed_over === 1,
        created_at: toTime(row.created_at),
        sent_at: toTimeOrNull(row.sent_at),
        delivered_at: toTimeOrNull(row.delivered_at),
        read_at: toTimeOrNull(row.read_at),
        edited_at: toTimeOrNull(row.edited_at),
        deleted_at: toTimeOrNull(row.deleted_at),
      }),
    ),
  )
}

function authorOf(row: MessageRow): Message['author'] {
  const names = {
    contact: row.contact_name ?? row.contact_address,
    extension: row.author_name ?? '',
    api: 'API',
    system: 'Trunkline',
    elsewhere: '',
  }
  return { type: row.author_type, id: row.author_id, name: names[row.author_type] }
}

function failureOf(row: MessageRow): Message['failure'] {
  if (row.failure_code === null) return null
  const { title, remedy } = failures[row.failure_code]
  return { code: row.failure_code, title, remedy, vendor_code: row.vendor_code, vendor_text: row.vendor_text }
}

function presentPricing({ billable, model, type, category, conversation }: Pricing): MessagePricing {
  return {
    billable: billable ?? null,
    model: model ?? null,
    type: type ?? null,
    category: category ?? null,
    conversation: conversation
      ? {
          id: conversation.id,
          origin: conversation.origin ?? null,
          expires_at: toTimeOrNull(conversation.expiresAt ?? null),
        }
      : null,
  }
}

async function filesOf(db: Db, rows: readonly MessageRow[]): Promise<Map<number, Media[]>> {
  const ids = rows.filter((row) => row.has_media === 1).map((row) => row.id)
  const files = new Map<number, Media[]>()
  if (ids.length === 0) return files
  const found = await db
    .selectFrom('media')
    .selectAll()
    .where('message_id', 'in', ids)
    .orderBy('message_id')
    .orderBy('position')
    .execute()
  for (const row of found) {
    const messageId = row.message_id as number
    files.set(messageId, [...(files.get(messageId) ?? []), presentMedia(row)])
  }
  return files
}

async function reactionsOf(
  db: Db,
  rows: readonly MessageRow[],
): Promise<ReadonlyMap<number, Message['reactions']>> {
  if (rows.length === 0) return new Map()
  const found = await db
    .selectFrom('reaction')
    .selectAll()
    .where(
      'message_id',
      'in',
      rows.map((row) => row.id),
    )
    .where('emoji', 'is not', null)
    .orderBy('at')
    .execute()
  return new Map(
    [...groupBy(found, (row) => row.message_id)].map(([id, group]) => [
      id,
      group.map(({ by, emoji, at }) => ({ by, emoji: emoji as string, at: toTime(at) })),
    ]),
  )
}

/** A file in the API's shape. */
export function presentMedia(row: Selectable<MediaTable>): Media {
  return {
    id: row.id,
    state: row.state,
    name: row.name,
    content_type: row.content_type,
    bytes: row.bytes,
    url: row.state === 'stored' ? `/api/v1/media/${row.id}/content` : null,
    form: row.form,
    inline: row.state === 'stored' && isInline(row.content_type),
    error: row.error_code === null ? null : { code: row.error_code, detail: row.error_detail ?? '' },
  }
}
