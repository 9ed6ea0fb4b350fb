import type { Io } from '../../contract/io.ts'
import type { Provider } from '../../contract/provider.ts'
import type { Store, Trx } from '../../db/store.ts'
import type { Vault } from '../../lib/crypto/vault.ts'
import type { Log } from '../../lib/log/log.ts'
import type { Ingest } from '../inbound/ingest.ts'
import { createFindMissed, type FindMissed } from '../inbound/missed.ts'
import { createKeeper, type Keeper } from '../quarantine/keep.ts'
import { createQuarantine, type Quarantine } from '../quarantine/quarantine.ts'
import { type Channels, createChannels } from './channels.ts'
import { type CheckLoop, createCheckLoop } from './check-loop.ts'
import { type Check, createCheck } from './checks.ts'
import type { ChannelEntry, Directory } from './directory.ts'
import { createPresenter, type LaneStats } from './load-channels.ts'
import { createSenders, type Senders } from './senders.ts'

export interface ChannelServicesOptions {
  readonly store: Store
  readonly vault: Vault
  readonly providers: Readonly<Record<string, Provider>>
  readonly directory: Directory
  readonly publicUrl: string
  readonly log: Log
  readonly checkIntervalMinutes: number
  now(): number
  io(entry: ChannelEntry): Io
  /** How the lanes stand, by channel; one that has nothing waiting may be missing. */
  laneStats(): Promise<ReadonlyMap<number, LaneStats>>
  /** Ends the queued messages of a channel that sends no more, as failed with `channel_off`. */
  endQueued(trx: Trx, channelId: number, at: number): Promise<void>
  readonly ingest: Ingest
}

/** Everything that is done with channels, for the API and the worker. */
export interface ChannelServices {
  readonly providers: Readonly<Record<string, Provider>>
  readonly channels: Channels
  readonly senders: Senders
  readonly check: Check
  /** Started and stopped by whoever runs the periodic jobs. */
  readonly checkLoop: CheckLoop
  readonly findMissed: FindMissed
  readonly quarantine: Quarantine
  /** Where the inbound path puts what it refuses. */
  readonly keeper: Keeper
}

/** Joins the parts of this folder; the options are what they need from outside. */
export function createChannelServices(options: ChannelServicesOptions): ChannelServices {
  const { store, vault, providers, directory, publicUrl, log, now, ingest } = options
  const keeper = createKeeper({
    backend: store.backend,
    full: (channelId) =>
      log.warn('quarantine is full for today: refused webhooks are only counted', { channelId }),
  })
  const check = createCheck({
    store,
    directory,
    io: options.io,
    now,
    crashed: (entry, error) =>
      log.error('a channel check stopped with an error', {
        channelId: entry.id,
        provider: entry.provider.id,
        error,
      }),
  })
  const checkLoop = createCheckLoop({
    directory,
    check,
    intervalMinutes: options.checkIntervalMinutes,
    failed: (channelId, error) => log.warn('a channel could not be checked', { channelId, error }),
  })
  const findMissed = createFindMissed({
    store,
    directory,
    ingest,
    io: options.io,
    now,
    crashed: (entry, error) =>
      log.error('a look for missed messages stopped with an error', {
        channelId: entry.id,
        provider: entry.provider.id,
        error,
      }),
  })
  const present = createPresenter({
    store,
    providers,
    directory,
    publicUrl,
    now,
    laneStats: options.laneStats,
    quarantineDropped: (channelId) => keeper.dropped(channelId, now()),
  })
  const channels = createChannels({
    store,
    vault,
    providers,
    directory,
    present,
    endQueued: options.endQueued,
    checkSoon: checkLoop.checkSoon,
  })
  return {
    providers,
    channels,
    senders: createSenders({ store, providers, directory }),
    check,
    checkLoop,
    findMissed,
    quarantine: createQuarantine({ store, directory, ingest }),
    keeper,
  }
}
