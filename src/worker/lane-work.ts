import { setTimeout as sleep } from 'node:timers/promises'
import type { SendOutcome } from '../contract/outbound.ts'
import { type Claimed, type ClaimOptions, claimDue } from '../core/outbound/claim.ts'
import { nextDueAt } from '../core/outbound/due.ts'
import { type FailoverOptions, failOver } from '../core/outbound/failover.ts'
import { failWaiting } from '../core/outbound/recover.ts'
import { release, releaseLost } from '../core/outbound/release.ts'
import { settle } from '../core/outbound/settle.ts'
import { StorageUnavailable } from '../db/writer.ts'
import type { Log } from '../lib/log/log.ts'
import type { LaneWork } from './lane.ts'

const AGAIN_MS = 500

export interface LaneWorkOptions extends ClaimOptions, FailoverOptions {
  readonly send: LaneWork['send']
  readonly log: Log
  waited(milliseconds: number): void
  /** A message of the first channel waits on the second one now. */
  failedOver(channelId: number, secondId: number): void
}

/** What lanes ask for, done on the database. */
export function createLaneWork(options: LaneWorkOptions): LaneWork {
  const { store, log, now } = options

  /** The outcome is known and the database is not there: it is held until it is, since nobody can be asked again. */
  async function safely<T>(channelId: number, write: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await write()
      } catch (error) {
        if (!(error instanceof StorageUnavailable)) throw error
        log.warn('the outcome of a send waits for the database', { channelId, error })
        await sleep(AGAIN_MS)
      }
    }
  }

  /** An outcome that the database does not take as it is must not hold its conversation up: it ends as unknown. */
  async function settled(
    channelId: number,
    claimed: Claimed,
    outcome: SendOutcome,
    failuresInARow: number,
  ): Promise<void> {
    const write = (what: SendOutcome) => safely(channelId, () => settle(options, channelId, claimed, what))
    try {
      await write(outcome)
    } catch (error) {
      const { messageId, attemptId } = claimed
      const fields = { channelId, messageId, attemptId, outcome: outcome.kind, error }
      log.error('the outcome of a send could not be written: its message is unconfirmed', fields)
      return write({ kind: 'unknown', failure: { code: 'outcome_unknown' } })
    }
    if (outcome.kind !== 'retry') return
    const second = await safely(channelId, () =>
      failOver(options, channelId, claimed, outcome, failuresInARow),
    )
    if (second !== undefined) options.failedOver(channelId, second)
  }

  return {
    claim: (channelId, bucket, limit) => claimDue(options, channelId, bucket, limit),
    nextDueAt: (channelId, bucket, after) =>
      nextDueAt(store.db, options.messagingLimitOf(channelId), channelId, bucket, after),
    send: options.send,
    settled,
    release: (channelId, claimed) => safely(channelId, () => release(options, channelId, claimed)),
    releaseLost: (channelId, bucket, held) =>
      safely(channelId, () => releaseLost(options, channelId, bucket, held)),
    switchedOff: (channelId) =>
      safely(channelId, () => store.write((trx) => failWaiting(trx, store.backend, channelId, now()))),
    waited: (_channelId, milliseconds) => options.waited(milliseconds),
    failed: (channelId, error) => log.error('a lane stopped short', { channelId, error }),
    now,
  }
}
