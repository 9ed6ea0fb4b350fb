import { type RawBuilder, sql } from 'kysely'
import type { Message } from '../../contract/api/conversations.ts'
import type { Limits } from '../../contract/limits.ts'
import type { Provider } from '../../contract/provider.ts'
import type { Db } from '../../db/store.ts'
import { toTime } from '../../lib/time.ts'
import { type Bucket, inBucket } from './bucket.ts'
import type { AccountLimit } from './messaging-limit.ts'
import { placeFreeAt } from './places.ts'
import type { ChannelWindow } from './window.ts'

/** What the running gateway tells of its channels. */
export interface LaneView {
  /** What the channel's messages can be besides text, files and templates. */
  takes(channelId: number): NonNullable<Provider['takes']>
  /** Undefined where the channel is gone. */
  limitsOf(channelId: number): Limits | undefined
  /** Undefined where no other program of the business can have a conversation. */
  controlOf(channelId: number): Provider['control']
  /** Undefined where the business may always write. */
  windowOf(channelId: number): ChannelWindow | undefined
  /** Undefined where the vendor has no limit for people outside their window. */
  messagingLimitOf(channelId: number): AccountLimit | undefined
  /** The lane that takes such a message; undefined where the channel sends nothing. */
  laneOf(channelId: number, message: { readonly has_media: number }): LaneState | undefined
  now(): number
}

export interface LaneState {
  readonly bucket: Bucket
  messagesPerSecond(): number
  pausedForMs(): number
}

/** Counting stops here: "more than ten thousand" is as good an answer as the figure. */
const MOST_COUNTED = 10_000

/** A queued message, as far as its place in the queue goes. */
interface Queued {
  readonly id: number
  readonly channel_id: number
  readonly priority: number
  readonly due_at: number | null
  readonly has_media: number
}

/** What keeps a queued message, how many messages go before it, and when it is expected to leave. */
export async function waitingOf(
  db: Db,
  lanes: LaneView,
  message: Queued,
): Promise<NonNullable<Message['waiting']>> {
  const lane = lanes.laneOf(message.channel_id, message)
  const now = lanes.now()
  if (message.due_at === null) return waitingForPlace(db, lanes, message)
  const ahead = await countAhead(
    db,
    message,
    message.channel_id,
    sql`due_at is not null and ${inBucket(lane?.bucket ?? 'all')}`,
  )
  const rate = lane?.messagesPerSecond() ?? 1
  const turn = now + (lane?.pausedForMs() ?? 0) + ((ahead + 1) * 1_000) / rate
  return { reason: 'rate', ahead, expected_at: toTime(Math.round(Math.max(turn, message.due_at))) }
}

/** Held by a messaging limit: those before it on all channels of the account get the places that fall free first. */
async function waitingForPlace(
  db: Db,
  lanes: LaneView,
  message: Queued,
): Promise<NonNullable<Message['waiting']>> {
  const limit = lanes.messagingLimitOf(message.channel_id)
  let ahead = 0
  for (const channelId of limit?.channelIds ?? [message.channel_id]) {
    ahead += await countAhead(db, message, channelId, sql`due_at is null`)
  }
  const now = lanes.now()
  const freeAt = limit ? await placeFreeAt(db, limit, ahead, now) : now
  return { reason: 'messaging_limit', ahead, expected_at: toTime(freeAt) }
}

async function countAhead(
  db: Db,
  { id, priority }: Queued,
  channelId: number,
  among: RawBuilder<unknown>,
): Promise<number> {
  const counted = await sql<{ ahead: number }>`
    select count(*) as ahead from (
      select 1 as one from message
      where channel_id = ${channelId} and status = 'queued' and ${among}
        and (priority < ${priority} or (priority = ${priority} and id < ${id}))
      limit ${MOST_COUNTED}
    ) as earlier`.execute(db)
  return Number(counted.rows[0]?.ahead ?? 0)
}

export interface LaneDepth {
  readonly waiting: number
  /** How long the oldest has waited past its due time, in milliseconds. */
  readonly oldestWaitingMs: number | null
}

/** What waits on each channel now; channels on which nothing waits are left out. */
export async function laneDepths(db: Db, now: number): Promise<Map<number, LaneDepth>> {
  const { rows } = await sql<{ channel_id: number; waiting: number; oldest: number | null }>`
    select channel_id, count(*) as waiting, min(due_at) as oldest from message
    where status = 'queued' and due_at is not null group by channel_id
    union all
    select channel_id, count(*) as waiting, null as oldest from message
    where status = 'queued' and due_at is null group by channel_id`.execute(db)
  const depths = new Map<number, LaneDepth>()
  for (const { channel_id, waiting, oldest } of rows) {
    const before = depths.get(channel_id)
    depths.set(channel_id, {
      waiting: Number(waiting) + (before?.waiting ?? 0),
      oldestWaitingMs:
        oldest === null ? (before?.oldestWaitingMs ?? null) : Math.max(0, now - Number(oldest)),
    })
  }
  return depths
}
