import type { Directory } from '../core/channels/directory.ts'
import { closeIdle } from '../core/conversations/auto-close.ts'
import { sweepMedia } from '../core/media/sweep.ts'
import { tendLimits } from '../core/outbound/tend-limits.ts'
import { isFileNeeded, type Retention, removeExpired } from '../core/retention.ts'
import type { Store } from '../db/store.ts'
import type { Log } from '../lib/log/log.ts'
import { createRounds, type Rounds } from './rounds.ts'

const EVERY_MS = 10 * 60_000
const FIRST_MS = 20_000

export interface HousekeepingOptions {
  readonly store: Store
  readonly directory: Directory
  readonly dataDir: string
  readonly retention: Retention
  /** How long a message waits for a place under a messaging limit. */
  readonly messagingLimitWaitMs: number
  readonly log: Log
  now(): number
}

/** What has to be done from time to time: close what is idle, end what waited too long, remove what is kept no longer. */
export function createHousekeeping(options: HousekeepingOptions): Rounds {
  const { store, directory, dataDir, retention, log, now } = options

  async function round(): Promise<void> {
    try {
      const closed = await closeIdle(store, directory, now())
      const ended = await tendLimits(store, directory, options.messagingLimitWaitMs, now())
      const removed = await removeExpired(store, retention, now())
      const swept = await sweepMedia(dataDir, (sha256) => isFileNeeded(store, sha256), now())
      if (closed > 0) log.info('idle conversations closed', { count: closed })
      if (ended > 0) log.warn('messages failed that a messaging limit had kept too long', { count: ended })
      if (removed.rows + swept.files > 0) {
        log.info('expired data removed', { count: removed.rows + swept.files, bytes: swept.bytes })
      }
      if (removed.quarantined > 0) {
        log.warn('webhooks left quarantine by age, and nobody had released or discarded them', {
          count: removed.quarantined,
        })
      }
    } catch (error) {
      log.warn('housekeeping stopped short; it goes on at its next round', { error })
    }
  }

  return createRounds(round, EVERY_MS, FIRST_MS)
}
