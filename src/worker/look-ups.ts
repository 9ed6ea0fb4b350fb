import { setTimeout as sleep } from 'node:timers/promises'
import type { Io } from '../contract/io.ts'
import type { SendOutcome } from '../contract/outbound.ts'
import type { ChannelEntry, Directory } from '../core/channels/directory.ts'
import { dueLookUps, endLookUps, type LookUp, settleLookUp } from '../core/outbound/look-up.ts'
import type { Store } from '../db/store.ts'
import { groupBy } from '../lib/group-by.ts'
import type { Log } from '../lib/log/log.ts'
import { createRounds, type Rounds } from './rounds.ts'

/** A wait is at least this exact; the shortest is twice as long. */
const LOOK_MS = 1_000
const MOST_A_ROUND = 100

export interface LookUpsOptions {
  readonly store: Store
  readonly directory: Directory
  readonly log: Log
  io(entry: ChannelEntry): Io
  now(): number
  /** A message of this channel waits for another try, or no longer holds up its conversation. */
  moved(channelId: number): void
  told(entry: ChannelEntry, outcome: SendOutcome['kind']): void
}

/**
 * Asks carriers what became of sends whose answer was lost, also of those that a crash left. One question at a time for each
 * channel, and no more a second than the channel may send: a carrier that has just been down is not stormed.
 */
export function createLookUps(options: LookUpsOptions): Rounds {
  const { store, directory, log, now } = options
  const stopping = new AbortController()
  /** What is asked of each channel's carrier now. */
  const underWay = new Map<number, Promise<void>>()

  async function round(): Promise<void> {
    try {
      const due = await dueLookUps(store.db, now(), MOST_A_ROUND, [...underWay.keys()])
      for (const [channelId, lookUps] of groupBy(due, (one) => one.channelId)) {
        const asking = askOneByOne(channelId, lookUps)
          .catch((error: unknown) => log.warn('look-ups stopped short; they go on', { channelId, error }))
          .finally(() => underWay.delete(channelId))
        underWay.set(channelId, asking)
      }
    } catch (error) {
      log.warn('look-ups wait for the database', { error })
    }
  }

  async function askOneByOne(channelId: number, lookUps: readonly LookUp[]): Promise<void> {
    for (const lookUp of lookUps) {
      if (stopping.signal.aborted) return
      const entry = directory.byId(channelId)
      if (!entry || !(entry.provider.lookUp || entry.fault)) {
        await endLookUps({ store }, lookUp)
        continue
      }
      const kind = await settleLookUp({ store, now }, lookUp, await ask(entry, lookUp))
      options.told(entry, kind)
      if (kind !== 'unknown') options.moved(channelId)
      const pause = sleep(1_000 / entry.messagesPerSecond, undefined, { signal: stopping.signal, ref: false })
      await pause.catch(() => undefined)
    }
  }

  async function ask(entry: ChannelEntry, { lost }: LookUp): Promise<SendOutcome> {
    try {
      // A channel whose secrets cannot be opened has no look-up now, and may have it back.
      const told = await entry.provider.lookUp?.(lost, entry.channel, options.io(entry))
      if (told) return told
    } catch (error) {
      log.error('a look-up stopped with an error', {
        channelId: entry.id,
        provider: entry.provider.id,
        error,
      })
    }
    return { kind: 'unknown', failure: { code: 'outcome_unknown' } }
  }

  const rounds = createRounds(round, LOOK_MS)
  return {
    start: rounds.start,
    async stop() {
      stopping.abort()
      await rounds.stop()
      await Promise.all(underWay.values())
    },
  }
}
