import { sql } from 'kysely'
import type { Message } from '../../contract/api/conversations.ts'
import type { Limits } from '../../contract/limits.ts'
import type { Provider } from '../../contract/provider.ts'
import type { Db } from '../../db/store.ts'
import { toTime } from '../../lib/time.ts'
import { type Bucket, inBucket } from './bucket.ts'
import type { ChannelWindow } from './window.ts'

/** What the running gateway tells of its channels. */
export interface LaneView {
  /** What the channel's messages can be besides text, files and templates. */
  takes(channelId: number): NonNullable<Provider['takes']>
  /** Undefined where the channel is gone. */
  limitsOf(channelId: number): Limits | undefined
  /** Undefined where the business may always write. */
  windowOf(channelId: number): ChannelWindow | undefined
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

/** How many messages go before a queued one, and when it is expected to leave at the channel's rate. */
export async function waitingOf(
  db: Db,
  lanes: LaneView,
  message: {
    readonly id: number
    readonly channel_id: number
    readonly priority: number
    readonly due_at: number | null
    readonly has_media: number
  },
): Promise<NonNullable<Message['waiting']>> {
  const lane = lanes.laneOf(message.channel_id, message)
  const counted = await sql<{ ahead: number }>`
    select count(*) as ahead from (
      select 1 as one from message
      where channel_id = ${message.channel_id} and status = 'queued' and ${inBucket(lane?.bucket ?? 'all')}
        and (priority < ${message.priority} or (priority = ${message.priority} and id < ${message.id}))
      limit ${MOST_COUNTED}
    ) as earlier`.execute(db)
  const ahead = counted.rows[0]?.ahead ?? 0
  const now = lanes.now()
  const rate = lane?.messagesPerSecond() ?? 1
  const turn = now + (lane?.pausedForMs() ?? 0) + ((ahead + 1) * 1_000) / rate
  return { ahead, expected_at: toTime(Math.round(Math.max(turn, message.due_at ?? 0))) }
}

export interface LaneDepth {
  readonly waiting: number
  /** How long the oldest has waited past its due time, in milliseconds. */
  readonly oldestWaitingMs: number | null
}

/** What waits on each channel now; channels on which nothing waits are left out. */
export async function laneDepths(db: Db, now: number): Promise<Map<number, LaneDepth>> {
  const rows = await db
    .selectFrom('message')
    .select((select) => [
      'channel_id',
      select.fn.countAll<number>().as('waiting'),
      select.fn.min('due_at').as('oldest'),
    ])
    .where('status', '=', sql.lit('queued'))
    .groupBy('channel_id')
    .execute()
  return new Map(
    rows.map((row) => [
      row.channel_id,
      {
        waiting: Number(row.waiting),
        oldestWaitingMs: row.oldest === null ? null : Math.max(0, now - Number(row.oldest)),
      },
    ]),
  )
}
