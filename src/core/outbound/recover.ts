import type { Backend, Store, Trx } from '../../db/store.ts'
import { moveUp } from './ladder.ts'

/**
 * Puts right what a crash left: an attempt that is still open may or may not have reached the carrier, so its message is
 * unconfirmed until a receipt or a person says otherwise. To be called before any lane starts; answers how many there were.
 */
export async function recoverOpenAttempts(store: Store, now: number): Promise<number> {
  return store.write(async (trx) => {
    const open = await trx
      .updateTable('attempt')
      .set({ outcome: 'unknown', finished_at: now, failure_code: 'outcome_unknown' })
      .where('outcome', '=', 'open')
      .returning('message_id')
      .execute()
    for (const { message_id } of open) {
      const failure = { code: 'outcome_unknown' } as const
      await moveUp(trx, store.backend, message_id, { to: 'unconfirmed', at: now, failure }, now)
    }
    return open.length
  })
}

/** Ends what waits on a channel that sends no more, in the caller's transaction. */
export async function failWaiting(trx: Trx, backend: Backend, channelId: number, now: number): Promise<void> {
  const waiting = await trx
    .selectFrom('message')
    .select('id')
    .where('channel_id', '=', channelId)
    .where('status', '=', 'queued')
    .execute()
  for (const { id } of waiting) {
    await moveUp(trx, backend, id, { to: 'failed', at: now, failure: { code: 'channel_off' } }, now)
  }
}
