import type { Directory } from '../core/channels/directory.ts'
import type { FindMissed } from '../core/inbound/missed.ts'
import type { Log } from '../lib/log/log.ts'
import { createRounds, type Rounds } from './rounds.ts'

const EVERY_MS = 15 * 60_000
const FIRST_MS = 3_000

export interface MissedFinderOptions {
  readonly directory: Directory
  readonly findMissed: FindMissed
  readonly log: Log
}

/**
 * Looks for messages that no webhook brought: soon after the start, when a channel is switched on, and every quarter of an
 * hour. One channel after the other, so that no vendor is stormed.
 */
export function createMissedFinder({ directory, findMissed, log }: MissedFinderOptions): Rounds {
  /** Channels that have been looked through since they were switched on. */
  const looked = new Set<number>()
  const soon = new Set<Promise<void>>()
  let running = false

  async function look(channelId: number): Promise<void> {
    const entry = directory.byId(channelId)
    if (!running || !entry?.active || !entry.provider.listInbound) return
    looked.add(channelId)
    try {
      const { fresh, error } = await findMissed(channelId)
      if (error !== null) log.warn('missed messages could not be looked for', { channelId, reason: error })
      else if (fresh) log.info('messages were found that no webhook brought', { channelId, count: fresh })
    } catch (error) {
      log.warn('missed messages could not be looked for', { channelId, error })
    }
  }

  directory.onChange((channelId, entry) => {
    if (!entry?.active) looked.delete(channelId)
    else if (!looked.has(channelId)) {
      const looking = look(channelId).finally(() => soon.delete(looking))
      soon.add(looking)
    }
  })

  const rounds = createRounds(
    async () => {
      for (const { id } of directory.all()) await look(id)
    },
    EVERY_MS,
    FIRST_MS,
  )
  return {
    start() {
      running = true
      rounds.start()
    },
    async stop() {
      running = false
      await rounds.stop()
      await Promise.all(soon)
    },
  }
}
