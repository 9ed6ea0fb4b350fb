import { sql } from 'kysely'
import type { OutboundMedia } from '../../contract/outbound.ts'
import { rowset } from '../../db/rowset.ts'
import type { Backend, Db, Store, Trx } from '../../db/store.ts'
import { failpoint } from '../../lib/failpoint.ts'
import { endAsOptedOut } from '../consent/consent.ts'
import { appendEvents } from '../events.ts'
import { mintLinks } from '../media/links.ts'
import { type Bucket, inBucket } from './bucket.ts'
import type { ContactPace } from './contact-pace.ts'
import { moveUp } from './ladder.ts'
import { isTooLate, type More, moreOf } from './more.ts'
import type { ChannelWindow } from './window.ts'

/** A message taken for sending: its attempt row is committed, nothing has left yet. */
export interface Claimed {
  readonly messageId: number
  readonly attemptId: number
  readonly attempt: number
  readonly priority: number
  readonly conversationId: number
  /** The conversation's own channel; a message that failed over leaves by another. */
  readonly homeChannelId: number
  readonly senderId: number
  readonly from: string
  readonly to: string
  readonly text: string | null
  readonly maybeRepeat: boolean
  readonly media: readonly OutboundMedia[]
  readonly more: More
}

interface DueRow {
  id: number
  conversation_id: number
  home_channel_id: number
  sender_id: number
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
  /** 1 where the contact wants no messages from this sender and this is no answer to that. */
  unwanted: number
}

export interface ClaimOptions {
  readonly store: Store
  readonly publicUrl: string
  readonly mediaKeepMs: number
  /** How long after its first attempt a message is tried again. */
  readonly giveUpAfterMs: number
  /** A stored file by the hash of its content. */
  readFile(sha256: string): Promise<Uint8Array>
  /** Undefined where the business may always write. */
  windowOf(channelId: number): ChannelWindow | undefined
  /** Undefined where the vendor has no limit for one contact. */
  paceOf(channelId: number): ContactPace | undefined
  now(): number
}

/**
 * Takes up to `limit` messages of one bucket of a channel that are due, replies before bulk and oldest first, and commits an
 * attempt for each. A conversation never has two in flight, whatever their buckets, and no message passes an older one of
 * the same priority.
 */
export async function claimDue(
  options: ClaimOptions,
  channelId: number,
  bucket: Bucket,
  limit: number,
): Promise<Claimed[]> {
  const { store, now } = options
  const claimed = await store.write(async (trx) => {
    const at = now()
    const due = await wantedMessages(trx, options, channelId, bucket, at, limit)
    if (due.length === 0) return []
    const attemptIds = await openAttempts(trx, store.backend, channelId, due, at, at + options.giveUpAfterMs)
    failpoint('O3')
    const files = await mintLinks(
      trx,
      due
        .filter((row) => row.has_media === 1)
        .map((row) => ({ messageId: row.id, attemptId: attemptIds.get(row.id) as number })),
      {
        publicUrl: options.publicUrl,
        expiresAt: at + options.mediaKeepMs,
        readFile: options.readFile,
      },
    )
    const more = await moreOf(trx, due, options.windowOf(channelId), at)
    return due.map(
      (row): Claimed => ({
        messageId: row.id,
        attemptId: attemptIds.get(row.id) as number,
        attempt: row.attempts + 1,
        priority: row.priority,
        conversationId: row.conversation_id,
        homeChannelId: row.home_channel_id,
        senderId: row.sender_id,
        from: row.from_address,
        to: row.to_address,
        text: row.text,
        maybeRepeat: row.maybe_repeat === 1,
        media: files.get(row.id) ?? [],
        more: more.get(row.id) ?? {},
      }),
    )
  })
  if (claimed.length > 0) failpoint('O4')
  const pace = options.paceOf(channelId)
  for (const { senderId, to } of claimed)
    pace?.take(contactOf({ sender_id: senderId, to_address: to }), now())
  return claimed
}

const contactOf = (row: { sender_id: number; to_address: string }): string =>
  `${row.sender_id} ${row.to_address}`

/** What is due, less what its contacts have come to want no more and what came too late for its window: that ends here. */
async function wantedMessages(
  trx: Trx,
  { store: { backend }, windowOf, paceOf }: ClaimOptions,
  channelId: number,
  bucket: Bucket,
  at: number,
  limit: number,
): Promise<DueRow[]> {
  const window = windowOf(channelId)
  const pace = paceOf(channelId)
  for (;;) {
    const due = await dueMessages(trx, channelId, bucket, at, limit)
    const unwanted = due.filter((row) => row.unwanted === 1)
    const late = due.filter((row) => row.unwanted === 0 && isTooLate(row, window, at))
    const early = due.filter((row) => pace !== undefined && pace.nextAt(contactOf(row)) > at)
    if (unwanted.length + late.length + early.length === 0) return due
    for (const row of unwanted) await endAsOptedOut(trx, backend, row.id, at)
    for (const row of late) {
      await moveUp(trx, backend, row.id, { to: 'failed', at, failure: { code: 'outside_window' } }, at)
    }
    // Its turn comes later; those to other contacts pass.
    for (const row of early) {
      await trx
        .updateTable('message')
        .set({ due_at: pace?.nextAt(contactOf(row)) ?? at })
        .where('id', '=', row.id)
        .where('status', '=', 'queued')
        .execute()
    }
  }
}

async function dueMessages(
  trx: Trx,
  channelId: number,
  bucket: Bucket,
  at: number,
  limit: number,
): Promise<DueRow[]> {
  const due = await sql<DueRow>`
    select m.id, m.conversation_id, m.sender_id, m.text, m.attempts, m.priority, m.maybe_repeat, m.has_media,
      m.content, m.template, m.reply_to_id, act.at as last_act_at,
      c.channel_id as home_channel_id, s.address as from_address, coalesce(n.address, i.address) as to_address,
      case when m.category = 'conversation' and 'out' = (
        select k.state from consent as k
        where k.sender_id = m.sender_id and k.identity_id = c.identity_id order by k.id desc limit 1
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

/** Writes an attempt for each message and marks it `sending`; answers the attempts' ids by message. */
export async function openAttempts(
  trx: Trx,
  backend: Backend,
  channelId: number,
  due: readonly Pick<DueRow, 'id' | 'conversation_id' | 'attempts'>[],
  at: number,
  giveUpAt: number,
): Promise<Map<number, number>> {
  const rows = due.map((row) => ({ message_id: row.id, number: row.attempts + 1 }))
  const shape = { message_id: 'integer', number: 'integer' } as const
  await sql`
    update message set status = 'sending', attempts = r.number, due_at = null,
      give_up_at = coalesce(give_up_at, ${giveUpAt})
    from ${rowset(backend, shape, rows)} as r
    where message.id = r.message_id`.execute(trx)
  const inserted = await sql<{ id: number; message_id: number }>`
    insert into attempt (message_id, channel_id, number, started_at, outcome)
    select message_id, ${channelId}, number, ${at}, 'open'
    from ${rowset(backend, shape, rows)} as r
    returning id, message_id`.execute(trx)
  await appendEvents(
    trx,
    backend,
    due.map((row) => ({
      type: 'message.status',
      at,
      conversationId: row.conversation_id,
      messageId: row.id,
      channelId,
      data: { status: 'sending' },
    })),
  )
  await trx.updateTable('channel').set({ last_outbound_at: at }).where('id', '=', channelId).execute()
  return new Map(inserted.rows.map((row) => [row.message_id, row.id]))
}

/** When the first message of the bucket falls due of those that were not due at `after`; undefined where none waits. */
export async function nextDueAt(
  db: Db,
  channelId: number,
  bucket: Bucket,
  after: number,
): Promise<number | undefined> {
  const row = await sql<{ due_at: number | null }>`
    select min(due_at) as due_at from message
    where channel_id = ${channelId} and status = 'queued' and due_at > ${after} and ${inBucket(bucket)}`.execute(
    db,
  )
  return row.rows[0]?.due_at ?? undefined
}
