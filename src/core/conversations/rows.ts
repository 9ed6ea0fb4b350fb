import { sql } from 'kysely'
import type { MessageStatus } from '../../contract/api/conversations.ts'
import type { AddressKind } from '../../contract/provider.ts'
import type { Db } from '../../db/store.ts'
import type { ThreadControlTable } from '../../db/tables/chats.ts'
import type { PickupMode } from '../../db/tables/people.ts'
import type { Standing } from './access.ts'

/** A conversation with all that a list shows of it. */
export interface ConversationRow extends Standing {
  readonly id: number
  readonly channel_id: number
  readonly sender_id: number
  readonly sender_address: string
  readonly sender_name: string | null
  readonly channel_name: string
  /** JSON. */
  readonly channel_settings: string
  readonly provider: string
  readonly contact_id: number
  readonly contact_name: string | null
  readonly contact_picture: string | null
  readonly contact_address: string
  /** Namespace of the addresses. */
  readonly address_kind: AddressKind
  readonly owner_name: string | null
  readonly queue_name: string | null
  readonly pickup_mode: PickupMode | null
  readonly opened_at: number
  readonly closed_at: number | null
  readonly last_activity_at: number
  readonly inbound_count: number
  readonly last_message_id: number | null
  /** When the contact asked for no more messages from the sender; null where that does not hold now. */
  readonly opted_out_at: number | null
  /** Since when the contact wants no marketing messages; null where that does not hold now. */
  readonly marketing_stopped_at: number | null
  /** When the contact last did something that lets the business write. */
  readonly last_act_at: number | null
  /** Who answers the contact; null where only this program was ever heard of. */
  readonly holder: ThreadControlTable['holder'] | null
  readonly holder_app: string | null
  readonly holder_since: number | null
  readonly holder_at: number | null
  readonly last_direction: 'in' | 'out' | null
  readonly last_text: string | null
  readonly last_content: string | null
  readonly last_deleted_at: number | null
  readonly last_has_media: number | null
  /** Its first file: how it was sent, else its type. */
  readonly last_file: string | null
  readonly last_status: MessageStatus | null
  readonly last_at: number | null
}

/** The conversation query without its condition; the conversation is `c`, its identity `i`, its contact `p`. */
export function conversationQuery(db: Db) {
  return db
    .selectFrom('conversation as c')
    .innerJoin('sender as s', 's.id', 'c.sender_id')
    .innerJoin('channel as ch', 'ch.id', 'c.channel_id')
    .innerJoin('identity as i', 'i.id', 'c.identity_id')
    .leftJoin('identity as n', 'n.id', 'i.replaced_by')
    .innerJoin('contact as p', 'p.id', 'i.contact_id')
    .leftJoin('contact_act as act', (join) =>
      join.onRef('act.sender_id', '=', 'c.sender_id').onRef('act.identity_id', '=', 'c.identity_id'),
    )
    .leftJoin('marketing_stop as stop', (join) =>
      join
        .onRef('stop.sender_id', '=', 'c.sender_id')
        .onRef('stop.identity_id', '=', 'c.identity_id')
        .on('stop.stopped', '=', 1),
    )
    .leftJoin('thread_control as control', (join) =>
      join.onRef('control.sender_id', '=', 'c.sender_id').onRef('control.identity_id', '=', 'c.identity_id'),
    )
    .leftJoin('queue as q', 'q.id', 'c.queue_id')
    .leftJoin('extension as o', (join) =>
      join.onRef('o.id', '=', 'c.owner_id').on('c.owner_type', '=', 'extension'),
    )
    .leftJoin('message as m', 'm.id', 'c.last_message_id')
    .select([
      'c.id',
      'c.channel_id',
      'c.sender_id',
      'c.status',
      'c.owner_type',
      'c.owner_id',
      'c.queue_id',
      'c.opened_at',
      'c.closed_at',
      'c.last_activity_at',
      'c.inbound_count',
      'c.last_message_id',
      's.address as sender_address',
      's.name as sender_name',
      'ch.name as channel_name',
      'ch.settings as channel_settings',
      'ch.provider',
      'p.id as contact_id',
      'p.name as contact_name',
      'p.picture_sha256 as contact_picture',
      'i.kind as address_kind',
      sql<string>`coalesce(n.address, i.address)`.as('contact_address'),
      'act.at as last_act_at',
      'stop.at as marketing_stopped_at',
      'control.holder',
      'control.app_id as holder_app',
      'control.since as holder_since',
      'control.at as holder_at',
      'o.name as owner_name',
      'q.name as queue_name',
      'q.pickup_mode',
      'm.direction as last_direction',
      // A list shows one line; a text can be long.
      sql<string | null>`substr(m.text, 1, 200)`.as('last_text'),
      'm.content as last_content',
      'm.deleted_at as last_deleted_at',
      'm.has_media as last_has_media',
      sql<string | null>`(
        select coalesce(f.form, f.content_type) from media as f
        where m.has_media = 1 and f.message_id = m.id order by f.position limit 1
      )`.as('last_file'),
      'm.status as last_status',
      'm.created_at as last_at',
      sql<number | null>`(
        select case k.state when 'out' then k.at end from consent as k
        where k.address = s.address and k.identity_id = c.identity_id order by k.id desc limit 1
      )`.as('opted_out_at'),
    ])
}

/** How many inbound messages of each conversation a person has read. */
export async function readCounts(
  db: Db,
  extensionIds: readonly number[],
  conversationIds: readonly number[],
): Promise<(extensionId: number, conversationId: number) => number> {
  if (extensionIds.length === 0 || conversationIds.length === 0) return () => 0
  const rows = await db
    .selectFrom('conversation_read')
    .select(['extension_id', 'conversation_id', 'read_count'])
    .where('extension_id', 'in', extensionIds)
    .where('conversation_id', 'in', conversationIds)
    .execute()
  const counts = new Map(rows.map((row) => [`${row.extension_id} ${row.conversation_id}`, row.read_count]))
  return (extensionId, conversationId) => counts.get(`${extensionId} ${conversationId}`) ?? 0
}
