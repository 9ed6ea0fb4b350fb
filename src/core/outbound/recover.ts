import { sql } from 'kysely'
import type { Backend, Store, Trx } from '../../db/store.ts'
import { lookUpWaitsMs } from './back-off.ts'
import { moveAllUp } from './ladder.ts'

/**
 * Puts right what a crash left: an attempt that is still open may or may not have reached the carrier, so its message is
 * unconfirmed until a receipt, a look-up or a person says otherwise. To be called before any lane starts; answers how many
 * there were.
 */
export async function recoverOpenAttempts(store: Store, now: number): Promise<number> {
  const lookUpAt = now + lookUpWaitsMs[0]
  return store.write(async (trx) => {
    const open = await trx
      .updateTable('attempt')
      .set({ outcome: 'unknown', finished_at: now, failure_code: 'outcome_unknown', look_up_at: lookUpAt })
      .where('outcome', '=', 'open')
      .returning('message_id')
      .execute()
    const failure = { code: 'outcome_unknown' } as const
    const moves = open.map(
      ({ message_id: messageId }) => ({ messageId, to: 'unconfirmed', at: now, failure }) as const,
    )
    await moveAllUp(trx, store.backend, moves, now)
    return open.length
  })
}

/** What has a time and what waits for a place under a messaging limit stand in indexes of their own. */
const waits = ['is not', 'is'] as const

/**
 * Ends what a crash left waiting on channels that were being switched off or removed: no lane would ever take it. To be
 * called before any lane starts.
 */
export async function failStranded(store: Store, now: number): Promise<void> {
  await store.write(async (trx) => {
    const channels = await trx
      .selectFrom('channel')
      .select('id')
      .where((where) => where.or([where('active', '=', 0), where('deleted_at', 'is not', null)]))
      .where((where) =>
        where.or(
          waits.map((is) =>
            where.exists(
              where
                .selectFrom('message')
                .select('message.id')
                .whereRef('message.channel_id', '=', 'channel.id')
                .where('message.status', '=', sql.lit('queued'))
                .where('message.due_at', is, null),
            ),
          ),
        ),
      )
      .execute()
    for (const { id } of channels) await failWaiting(trx, store.backend, id, now)
  })
}

/** Ends what waits on a channel that sends no more, in the caller's transaction. */
export async function failWaiting(trx: Trx, backend: Backend, channelId: number, now: number): Promise<void> {
  for (const is of waits) {
    const waiting = await trx
      .selectFrom('message')
      .select('id')
      .where('channel_id', '=', channelId)
      .where('status', '=', sql.lit('queued'))
      .where('due_at', is, null)
      .execute()
    const failure = { code: 'channel_off' } as const
    const moves = waiting.map(({ id: messageId }) => ({ messageId, to: 'failed', at: now, failure }) as const)
    await moveAllUp(trx, backend, moves, now)
  }
}
