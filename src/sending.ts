import type { Config } from './config/load.ts'
import type { Io } from './contract/io.ts'
import type { ChannelEntry, Directory } from './core/channels/directory.ts'
import type { MediaStore } from './core/media/store.ts'
import { createVendorFiles } from './core/media/vendor-files.ts'
import { contactPaces } from './core/outbound/contact-pace.ts'
import { messagingLimitOf } from './core/outbound/messaging-limit.ts'
import { failStranded, recoverOpenAttempts } from './core/outbound/recover.ts'
import type { LaneView } from './core/outbound/waiting.ts'
import { windowOf } from './core/outbound/window.ts'
import type { Store } from './db/store.ts'
import type { Log } from './lib/log/log.ts'
import type { Metrics } from './lib/metrics/metrics.ts'
import type { HttpClient } from './lib/net/client.ts'
import { createLaneWork } from './worker/lane-work.ts'
import { createLanes, type Lanes } from './worker/lanes.ts'
import { createLookUps } from './worker/look-ups.ts'
import { createIo, createSend } from './worker/send.ts'

export interface SendingOptions {
  readonly store: Store
  readonly files: MediaStore
  readonly directory: Directory
  readonly client: HttpClient
  readonly config: Config
  readonly metrics: Metrics
  readonly log: Log
  now(): number
  /** Told of each send that the vendor refused over the channel's credentials. */
  credentialsRefused(channelId: number): void
}

export interface Sending {
  readonly lanes: Lanes
  readonly laneView: LaneView
  /** The world outside for one call of a provider that sends nothing. */
  io(entry: ChannelEntry): Io
  /** Puts right what a crash left, then sends what waits. */
  start(): Promise<void>
  /** Lets what is under way finish. */
  stop(): Promise<void>
}

/** Wires the way out: lanes, and the look-ups of sends whose answer was lost. */
export function createSending(options: SendingOptions): Sending {
  const { store, files, directory, client, config, metrics, log, now } = options
  const { timeoutMs } = config.sending
  const vendorFiles = createVendorFiles(store, now)
  const io = (entry: ChannelEntry) => createIo({ client, entry, timeoutMs, now, vendorFiles })
  const work = createLaneWork({
    store,
    directory,
    publicUrl: config.server.publicUrl,
    mediaKeepMs: config.storage.mediaKeepHours * 3_600_000,
    giveUpAfterMs: config.sending.giveUpMinutes * 60_000,
    readFile: files.readWhole,
    windowOf: (channelId) => windowOf(directory.byId(channelId)),
    paceOf: contactPaces((channelId) => directory.byId(channelId)?.provider.limits),
    messagingLimitOf: (channelId) => messagingLimitOf(directory, channelId),
    letGo: (channelId) => lanes.wake(channelId),
    now,
    log,
    send: createSend({
      client,
      vendorFiles,
      timeoutMs,
      log,
      now,
      sent(entry, outcome, milliseconds) {
        metrics.outboundAttempts.inc({ provider: entry.provider.id, outcome: outcome.kind })
        metrics.outboundSeconds.observe({ provider: entry.provider.id }, milliseconds / 1_000)
        const refused = outcome.kind === 'rejected' && outcome.failure.code === 'authentication_failed'
        if (refused) options.credentialsRefused(entry.id)
      },
    }),
    failedOver(channelId, secondId) {
      metrics.failovers.inc({ channel: channelId })
      lanes.wake(secondId)
    },
    waited: (milliseconds) => metrics.limiterWaitSeconds.observe(milliseconds / 1_000),
  })
  const lanes = createLanes(directory, work)
  const lookUps = createLookUps({
    store,
    directory,
    log,
    io,
    now,
    moved: (channelId) => lanes.wake(channelId),
    told: (entry, outcome) => metrics.lookUps.inc({ provider: entry.provider.id, outcome }),
  })
  return {
    lanes,
    laneView: {
      takes: (channelId) => directory.byId(channelId)?.provider.takes ?? [],
      limitsOf: (channelId) => directory.byId(channelId)?.provider.limits,
      windowOf: (channelId) => windowOf(directory.byId(channelId)),
      messagingLimitOf: (channelId) => messagingLimitOf(directory, channelId),
      controlOf: (channelId) => directory.byId(channelId)?.provider.control,
      laneOf: lanes.laneOf,
      now,
    },
    io,
    async start() {
      const unconfirmed = await recoverOpenAttempts(store, now())
      if (unconfirmed > 0) {
        log.warn('the last run ended in the middle of sends: they are unconfirmed now', {
          count: unconfirmed,
        })
      }
      await failStranded(store, now())
      lanes.start()
      lookUps.start()
    },
    async stop() {
      await Promise.all([lanes.stop(), lookUps.stop()])
    },
  }
}
