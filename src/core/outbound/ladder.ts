import { sql } from 'kysely'
import type { MessageStatus } from '../../contract/api/conversations.ts'
import type { FailureDetail } from '../../contract/failures.ts'
import type { Backend, Trx } from '../../db/store.ts'
import { appendEvents } from '../events.ts'
import { hourOf } from '../hour.ts'

export type OutboundStatus = Exclude<MessageStatus, 'received'>

/**
 * The ladder of an outbound message, lowest first. A receipt only ever moves a message up, so a late or repeated one
 * changes nothing. `failed` stands above `sent` and below `delivered`: a carrier that took a message may still fail to
 * deliver it, and proof of delivery beats an earlier failure.
 */
export const ladder: readonly OutboundStatus[] = [
  'queued',
  'sending',
  'unconfirmed',
  'sent',
  'failed',
  'delivered',
  'read',
]

export function isAbove(status: OutboundStatus, other: OutboundStatus): boolean {
  return ladder.indexOf(status) > ladder.indexOf(other)
}

export interface Move {
  readonly to: OutboundStatus
  /** When it happened, as the vendor says where it does. */
  readonly at: number
  readonly failure?: FailureDetail | undefined
}

/** Moves a message up the ladder; answers false, and changes nothing, where it stands as high already. */
export async function moveUp(
  trx: Trx,
  backend: Backend,
  messageId: number,
  move: Move,
  now: number,
): Promise<boolean> {
  const current = await sql<{
    status: OutboundStatus
    sender_id: number
    conversation_id: number
    channel_id: number
    created_at: number
  }>`
    select status, sender_id, conversation_id, channel_id, created_at from message
    where id = ${messageId} and direction = 'out' ${backend === 'postgres' ? sql`for update` : sql``}`.execute(
    trx,
  )
  const row = current.rows[0]
  if (!row || !isAbove(move.to, row.status)) return false
  await trx
    .updateTable('message')
    .set({
      status: move.to,
      due_at: null,
      failure_code: move.failure?.code ?? null,
      vendor_code: move.failure?.vendorCode ?? null,
      vendor_text: move.failure?.vendorText ?? null,
      ...timesOf(move),
    })
    .where('id', '=', messageId)
    .execute()
  await countMove(trx, row.sender_id, hourOf(row.created_at), row.status, move.to)
  await appendEvents(trx, backend, [
    {
      type: 'message.status',
      at: now,
      conversationId: row.conversation_id,
      messageId,
      channelId: row.channel_id,
      data: { status: move.to },
    },
  ])
  return true
}

/** A higher step implies the lower ones: what was read was delivered, and what was delivered was sent. */
function timesOf(move: Move): Record<string, unknown> {
  const earliest = (column: 'sent_at' | 'delivered_at') => sql`coalesce(${sql.ref(column)}, ${move.at})`
  switch (move.to) {
    case 'sent':
      return { sent_at: earliest('sent_at') }
    case 'delivered':
      return { sent_at: earliest('sent_at'), delivered_at: move.at }
    case 'read':
      return { sent_at: earliest('sent_at'), delivered_at: earliest('delivered_at'), read_at: move.at }
    default:
      return {}
  }
}

type Counts = { sent: number; succeeded: number; failed: number }

/** How a message in this state counts for its sender: `sent` is what left the queue, well or badly. */
function countsOf(status: OutboundStatus): Counts {
  if (status === 'failed') return { sent: 1, succeeded: 0, failed: 1 }
  if (isAbove(status, 'unconfirmed')) return { sent: 1, succeeded: 1, failed: 0 }
  return { sent: 0, succeeded: 0, failed: 0 }
}

/** Keeps the sender's counters in step with a message that went from one state to another. */
export async function countMove(
  trx: Trx,
  senderId: number,
  hour: number,
  from: OutboundStatus,
  to: OutboundStatus,
): Promise<void> {
  const before = countsOf(from)
  const after = countsOf(to)
  const delta = {
    sent: after.sent - before.sent,
    succeeded: after.succeeded - before.succeeded,
    failed: after.failed - before.failed,
  }
  if (delta.sent === 0 && delta.succeeded === 0 && delta.failed === 0) return
  await sql`
    insert into sender_hour (sender_id, hour, sent, succeeded, failed)
    values (${senderId}, ${hour}, ${delta.sent}, ${delta.succeeded}, ${delta.failed})
    on conflict (sender_id, hour) do update set
      sent = sender_hour.sent + excluded.sent,
      succeeded = sender_hour.succeeded + excluded.succeeded,
      failed = sender_hour.failed + excluded.failed`.execute(trx)
}
