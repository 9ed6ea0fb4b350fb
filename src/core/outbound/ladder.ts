import { sql } from 'kysely'
import type { MessageStatus } from '../../contract/api/conversations.ts'
import type { FailureDetail } from '../../contract/failures.ts'
import { rowset } from '../../db/rowset.ts'
import type { Backend, Trx } from '../../db/store.ts'
import { appendEvents, type NewEvent } from '../events.ts'
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

/** A move of one message among several. */
export interface MoveOf extends Move {
  readonly messageId: number
}

/** Moves a message up the ladder; answers false, and changes nothing, where it stands as high already. */
export async function moveUp(
  trx: Trx,
  backend: Backend,
  messageId: number,
  move: Move,
  now: number,
): Promise<boolean> {
  const [moved] = await moveAllUp(trx, backend, [{ messageId, ...move }], now)
  return moved === true
}

/** A mark of the contact's on an attempt, kept while its outcome was not known. */
export interface Passed {
  readonly passed_status: 'delivered' | 'read' | null
  readonly passed_at: number | null
}

/** What such a mark comes to, once the vendor has taken the message. */
export function movesPast(messageId: number, { passed_status: to, passed_at: at }: Passed): MoveOf[] {
  return to === null || at === null ? [] : [{ messageId, to, at }]
}

interface Standing {
  readonly id: number
  status: OutboundStatus
  readonly sender_id: number
  readonly conversation_id: number
  readonly channel_id: number
  readonly created_at: number
}

/**
 * Makes many moves, one after the other, with the same few statements as one: a webhook may tell of a thousand. Answers for
 * each whether it moved its message.
 */
export async function moveAllUp(
  trx: Trx,
  backend: Backend,
  moves: readonly MoveOf[],
  now: number,
): Promise<boolean[]> {
  if (moves.length === 0) return []
  const ids = [...new Set(moves.map((move) => move.messageId))].map((id) => ({ id }))
  const found = await sql<Standing>`
    select m.id, m.status, m.sender_id, m.conversation_id, m.channel_id, m.created_at
    from ${rowset(backend, { id: 'integer' }, ids)} as r cross join message as m
    where m.id = r.id and m.direction = 'out' ${backend === 'postgres' ? sql`for update of m` : sql``}`.execute(
    trx,
  )
  const standing = new Map(found.rows.map((row) => [row.id, row]))
  const changed = new Map<number, Changed>()
  const counted: Counted[] = []
  const events: NewEvent[] = []
  const moved = moves.map((move): boolean => {
    const row = standing.get(move.messageId)
    if (!row || !isAbove(move.to, row.status)) return false
    counted.push({ senderId: row.sender_id, createdAt: row.created_at, from: row.status, to: move.to })
    row.status = move.to
    changed.set(row.id, changedBy(move, changed.get(row.id)))
    events.push({
      type: 'message.status',
      at: now,
      conversationId: row.conversation_id,
      messageId: row.id,
      channelId: row.channel_id,
      data: { status: move.to },
    })
    return true
  })
  if (changed.size === 0) return moved
  await sql`
    update message set status = r.status, due_at = null, failure_code = r.failure_code, vendor_code = r.vendor_code,
      vendor_text = r.vendor_text, sent_at = coalesce(message.sent_at, r.sent_at),
      delivered_at = coalesce(message.delivered_at, r.delivered_at), read_at = coalesce(message.read_at, r.read_at)
    from ${rowset(backend, changedShape, [...changed.values()])} as r
    where message.id = r.id`.execute(trx)
  await countMoves(trx, backend, counted)
  await appendEvents(trx, backend, events)
  return moved
}

const changedShape = {
  id: 'integer',
  status: 'text',
  failure_code: 'text',
  vendor_code: 'text',
  vendor_text: 'text',
  sent_at: 'integer',
  delivered_at: 'integer',
  read_at: 'integer',
} as const
type Changed = { readonly [K in keyof typeof changedShape]?: string | number | undefined }

/** A higher step implies the lower ones: what was read was delivered, and what was delivered was sent. */
function changedBy({ messageId, to, at, failure }: MoveOf, before: Changed | undefined): Changed {
  const steps = ['sent', 'delivered', 'read'].indexOf(to)
  return {
    id: messageId,
    status: to,
    failure_code: failure?.code,
    vendor_code: failure?.vendorCode,
    vendor_text: failure?.vendorText,
    sent_at: before?.sent_at ?? (steps >= 0 ? at : undefined),
    delivered_at: before?.delivered_at ?? (steps >= 1 ? at : undefined),
    read_at: before?.read_at ?? (steps >= 2 ? at : undefined),
  }
}

type Counts = { sent: number; succeeded: number; failed: number }

/** How a message in this state counts for its sender: `sent` is what left the queue, well or badly. */
function countsOf(status: OutboundStatus): Counts {
  if (status === 'failed') return { sent: 1, succeeded: 0, failed: 1 }
  if (isAbove(status, 'unconfirmed')) return { sent: 1, succeeded: 1, failed: 0 }
  return { sent: 0, succeeded: 0, failed: 0 }
}

export interface Counted {
  readonly senderId: number
  /** When the message was written: it counts in that hour. */
  readonly createdAt: number
  readonly from: OutboundStatus
  readonly to: OutboundStatus
}

/** Keeps the senders' counters in step with messages that went from one state to another. */
export async function countMoves(trx: Trx, backend: Backend, moves: readonly Counted[]): Promise<void> {
  const sums = new Map<string, Counts & { sender_id: number; hour: number }>()
  for (const { senderId, createdAt, from, to } of moves) {
    const before = countsOf(from)
    const after = countsOf(to)
    const hour = hourOf(createdAt)
    const key = `${senderId} ${hour}`
    const sum = sums.get(key) ?? { sender_id: senderId, hour, sent: 0, succeeded: 0, failed: 0 }
    sum.sent += after.sent - before.sent
    sum.succeeded += after.succeeded - before.succeeded
    sum.failed += after.failed - before.failed
    sums.set(key, sum)
  }
  const rows = [...sums.values()].filter((sum) => sum.sent !== 0 || sum.succeeded !== 0 || sum.failed !== 0)
  if (rows.length === 0) return
  const shape = {
    sender_id: 'integer',
    hour: 'integer',
    sent: 'integer',
    succeeded: 'integer',
    failed: 'integer',
  } as const
  await sql`
    insert into sender_hour (sender_id, hour, sent, succeeded, failed)
    select sender_id, hour, sent, succeeded, failed from ${rowset(backend, shape, rows)} as r
    where true
    on conflict (sender_id, hour) do update set
      sent = sender_hour.sent + excluded.sent,
      succeeded = sender_hour.succeeded + excluded.succeeded,
      failed = sender_hour.failed + excluded.failed`.execute(trx)
}
