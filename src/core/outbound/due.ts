import { sql } from 'kysely'
import type { Db, Trx } from '../../db/store.ts'
import { type Bucket, inBucket } from './bucket.ts'
import type { AccountLimit } from './messaging-limit.ts'
import { placeFreeAt } from './places.ts'

/** A message whose turn it is, with what decides whether it goes. */
export interface DueRow {
  id: number
  conversation_id: number
  home_channel_id: number
  sender_id: number
  identity_id: number
  /** The identity at which the contact is reached now. */
  person_id: number
  text: string | null
  attempts: number
  priority: number
  maybe_repeat: number
  has_media: number
  content: string | null
  template: string | null
  reply_to_id: number | null
  last_act_at: number | null
  from_address: string
  to_address: string
  /** 1 where the contact wants no messages from the sender's address and this is no answer to that. */
  unwanted: number
}

/** What is due, replies before bulk and oldest first; never two messages of a conversation, nor one that passes an older one. */
export async function dueMessages(
  trx: Trx,
  channelId: number,
  bucket: Bucket,
  at: number,
  limit: number,
): Promise<DueRow[]> {
  const due = await sql<DueRow>`
    select m.id, m.conversation_id, m.sender_id, m.text, m.attempts, m.priority, m.maybe_repeat, m.has_media,
      m.content, m.template, m.reply_to_id, act.at as last_act_at, c.channel_id as home_channel_id,
      c.identity_id, coalesce(i.replaced_by, i.id) as person_id,
      s.address as from_address, coalesce(n.address, i.address) as to_address,
      case when m.category = 'conversation' and 'out' = (
        select k.state from consent as k
        where k.address = s.address and k.identity_id = c.identity_id order by k.id desc limit 1
      ) then 1 else 0 end as unwanted
    from message as m
    join conversation as c on c.id = m.conversation_id
    join identity as i on i.id = c.identity_id
    left join identity as n on n.id = i.replaced_by
    join sender as s on s.id = m.sender_id
    left join contact_act as act on act.sender_id = c.sender_id and act.identity_id = c.identity_id
    where m.channel_id = ${channelId} and m.status = 'queued' and m.due_at <= ${at} and ${inBucket(bucket)}
      and not exists (
        select 1 from message as o
        where o.conversation_id = m.conversation_id and o.status in ('queued', 'sending')
          and (o.status = 'sending' or (o.id < m.id and o.priority <= m.priority)
            or (o.priority < m.priority and o.due_at <= ${at}))
      )
    order by m.priority, m.id
    limit ${limit}`.execute(trx)
  return due.rows
}

/**
 * When the first message of the bucket falls due of those that were not due at `after`, or a place falls free for one that
 * waits for it; undefined where none waits.
 */
export async function nextDueAt(
  db: Db,
  limit: AccountLimit | undefined,
  channelId: number,
  bucket: Bucket,
  after: number,
): Promise<number | undefined> {
  const row = await sql<{ due_at: number | null }>`
    select min(due_at) as due_at from message
    where channel_id = ${channelId} and status = 'queued' and due_at > ${after} and ${inBucket(bucket)}`.execute(
    db,
  )
  const dueAt = row.rows[0]?.due_at ?? undefined
  if (!limit) return dueAt
  const held = await db
    .selectFrom('message')
    .select('id')
    .where('channel_id', '=', channelId)
    .where('status', '=', sql.lit('queued'))
    .where('due_at', 'is', null)
    .limit(1)
    .executeTakeFirst()
  if (!held) return dueAt
  return Math.min(dueAt ?? Number.POSITIVE_INFINITY, await placeFreeAt(db, limit, 0, after))
}
