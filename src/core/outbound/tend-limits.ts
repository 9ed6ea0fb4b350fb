import type { Store } from '../../db/store.ts'
import type { Directory } from '../channels/directory.ts'
import { endLongHeld } from './held.ts'
import { messagingLimits } from './messaging-limit.ts'
import { removeOldPlaces } from './places.ts'

/** An account that no channel names may be named again: a setting that was mistyped, a channel that was off. */
const UNNAMED_KEPT_MS = 7 * 24 * 3_600_000

/**
 * What messaging limits need from time to time, in small commits: removes places whose time is over, and ends the messages
 * that have waited `longestMs` for one. Answers how many were ended.
 */
export async function tendLimits(
  store: Store,
  directory: Pick<Directory, 'byId' | 'all'>,
  longestMs: number,
  now: number,
): Promise<number> {
  const keptMs = new Map(messagingLimits(directory).map((limit) => [limit.account, limit.keptMs]))
  for (const { account } of await store.db.selectFrom('limit_account').select('account').execute()) {
    const before = now - (keptMs.get(account) ?? UNNAMED_KEPT_MS)
    while ((await store.write((trx) => removeOldPlaces(trx, account, before))) > 0);
  }
  let ended = 0
  for (let some = 1; some > 0; ended += some) {
    some = await store.write((trx) => endLongHeld(trx, store.backend, now - longestMs, now))
  }
  return ended
}
