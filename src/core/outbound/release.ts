import type { Store, Trx } from '../../db/store.ts'
import { appendEvents } from '../events.ts'
import { type Bucket, inBucket } from './bucket.ts'
import type { Claimed } from './claim.ts'

export interface ReleaseOptions {
  readonly store: Store
  now(): number
}

type Unbegun = Pick<Claimed, 'messageId' | 'attemptId' | 'attempt' | 'conversationId'>

/** Puts back what was claimed and never begun, as if it had not been claimed. */
export async function release(
  { store, now }: ReleaseOptions,
  channelId: number,
  claimed: readonly Unbegun[],
): Promise<void> {
  await store.write((trx) => releaseIn(trx, store, channelId, claimed, now()))
}

/**
 * Puts back what a claim took whose commit was not answered: the open attempts of the bucket that are not among `held`.
 * Only for the lane that the bucket belongs to: nobody else knows that they have not begun.
 */
export async function releaseLost(
  { store, now }: ReleaseOptions,
  channelId: number,
  bucket: Bucket,
  held: ReadonlySet<number>,
): Promise<void> {
  await store.write(async (trx) => {
    const open = await trx
      .selectFrom('attempt as a')
      .innerJoin('message as m', 'm.id', 'a.message_id')
      .select([
        'a.id as attemptId',
        'a.number as attempt',
        'm.id as messageId',
        'm.conversation_id as conversationId',
      ])
      .where('a.outcome', '=', 'open')
      .where('a.channel_id', '=', channelId)
      .where(inBucket(bucket))
      .execute()
    const lost = open.filter((one) => !held.has(one.attemptId))
    await releaseIn(trx, store, channelId, lost, now())
  })
}

async function releaseIn(
  trx: Trx,
  store: Store,
  channelId: number,
  claimed: readonly Unbegun[],
  at: number,
): Promise<void> {
  const released: Unbegun[] = []
  for (const one of claimed) {
    const gone = await trx
      .deleteFrom('attempt')
      .where('id', '=', one.attemptId)
      .where('outcome', '=', 'open')
      .executeTakeFirst()
    // Committed before, and the answer to that was lost: the message may be claimed anew by now.
    if (gone.numDeletedRows === 0n) continue
    await trx
      .updateTable('message')
      .set({ status: 'queued', due_at: at, attempts: one.attempt - 1 })
      .where('id', '=', one.messageId)
      .where('status', '=', 'sending')
      .execute()
    released.push(one)
  }
  await appendEvents(
    trx,
    store.backend,
    released.map((one) => ({
      type: 'message.status',
      at,
      conversationId: one.conversationId,
      messageId: one.messageId,
      channelId,
      data: { status: 'queued' },
    })),
  )
}
