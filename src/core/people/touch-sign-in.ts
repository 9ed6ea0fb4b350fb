import type { Store } from '../../db/store.ts'
import type { CurrentSignIn } from './find-sign-in.ts'

/** How stale `last_seen_at` may be: one write a minute and sign-in, not one a request. */
const TOUCH_EVERY_MS = 60_000

/** Notes that a sign-in is in use, where that has not been noted within the last minute. */
export async function touchSignIn(store: Store, signIn: CurrentSignIn, now: number): Promise<void> {
  if (now - signIn.lastSeenAt < TOUCH_EVERY_MS) return
  await store.write(async (trx) => {
    const touched = await trx
      .updateTable('session')
      .set({ last_seen_at: now })
      .where('id', '=', signIn.id)
      .where('last_seen_at', '<=', now - TOUCH_EVERY_MS)
      .executeTakeFirst()
    if (touched.numUpdatedRows === 0n) return
    await trx.updateTable('extension').set({ last_seen_at: now }).where('id', '=', signIn.actor.id).execute()
  })
}
