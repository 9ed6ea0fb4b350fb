import { sql } from 'kysely'
import type { OutboundMedia } from '../../contract/outbound.ts'
import { rowset } from '../../db/rowset.ts'
import type { Backend, Store, Trx } from '../../db/store.ts'
import { failpoint } from '../../lib/failpoint.ts'
import { endAsOptedOut } from '../consent/consent.ts'
import { appendEvents } from '../events.ts'
import { mintLinks } from '../media/links.ts'
import type { Bucket } from './bucket.ts'
import type { ContactPace } from './contact-pace.ts'
import { type DueRow, dueMessages } from './due.ts'
import { moveUp } from './ladder.ts'
import type { AccountLimit } from './messaging-limit.ts'
import { isTooLate, type More, moreOf } from './more.ts'
import type { Seat } from './places.ts'
import { openSeating, type Seating } from './seating.ts'
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
  /** Whom the message has count under a messaging limit, and on which account. */
  readonly seat?: (Seat & { readonly account: string }) | undefined
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
  /** Undefined where the vendor has no limit for people outside their window. */
  messagingLimitOf(channelId: number): AccountLimit | undefined
  /** Messages that were held back are due on this channel. */
  letGo(channelId: number): void
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
  const account = options.messagingLimitOf(channelId)
  let woken: ReadonlySet<number> = new Set()
  const claimed = await store.write(async (trx) => {
    const at = now()
    const window = options.windowOf(channelId)
    const seating =
      account && window && (await openSeating(trx, store, account, channelId, window, limit, at))
    if (seating) woken = seating.woken
    const due = await wantedMessages(trx, options, channelId, bucket, at, limit, seating)
    if (due.length === 0) return []
    const seats = await seating?.take(due)
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
    const more = await moreOf(trx, due, window, at)
    return due.map((row): Claimed => {
      const seat = seats?.get(row.id)
      return {
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
        ...(seat && account ? { seat: { ...seat, account: account.account } } : {}),
      }
    })
  })
  if (claimed.length > 0) failpoint('O4')
  for (const id of woken) options.letGo(id)
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
  seating: Seating | undefined,
): Promise<DueRow[]> {
  const window = windowOf(channelId)
  const pace = paceOf(channelId)
  for (;;) {
    const due = await dueMessages(trx, channelId, bucket, at, limit)
    const unwanted = due.filter((row) => row.unwanted === 1)
    const late = due.filter((row) => row.unwanted === 0 && isTooLate(row, window, at))
    const early = due.filter((row) => pace !== undefined && pace.nextAt(contactOf(row)) > at)
    if (unwanted.length + late.length + early.length === 0) {
      if (!seating || (await seating.fits(due))) return due
      continue
    }
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
