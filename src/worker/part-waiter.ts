import type { Directory } from '../core/channels/directory.ts'
import { nextPartDueAt, storeDueParts } from '../core/inbound/parts.ts'
import type { StoredMessages } from '../core/inbound/store-messages.ts'
import type { Store } from '../db/store.ts'
import type { Log } from '../lib/log/log.ts'
import { createRounds, type Rounds } from './rounds.ts'

/** Parts that come while nothing waits are seen this late at most; their own wait is several times as long. */
const LOOK_MS = 1_000

export interface PartWaiterOptions {
  readonly store: Store
  readonly directory: Directory
  readonly log: Log
  now(): number
  /** Told of messages that were stored. */
  stored(messages: readonly StoredMessages[]): void
}

/** Lets the first parts of messages go as they are when nothing joined them in time; also those that a restart found waiting. */
export function createPartWaiter(options: PartWaiterOptions): Rounds {
  const { store, directory, log, now } = options

  async function look(): Promise<void> {
    try {
      const due = await nextPartDueAt(store.db)
      if (due === undefined || due > now()) return
      options.stored(await storeDueParts(store, directory, now()))
    } catch (error) {
      log.warn('parts of messages wait for the database', { error })
    }
  }

  return createRounds(look, LOOK_MS)
}
