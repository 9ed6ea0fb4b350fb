import type { Server } from 'node:http'
import { dataPaths } from './config/data-paths.ts'
import type { Config } from './config/load.ts'
import type { Provider } from './contract/provider.ts'
import { type ChannelServices, createChannelServices } from './core/channels/channel-services.ts'
import type { ChannelEntry, Directory } from './core/channels/directory.ts'
import { createDirectory } from './core/channels/load-directory.ts'
import { createSignals } from './core/conversations/signals.ts'
import { createTakeOver } from './core/conversations/take-over.ts'
import { createHealth } from './core/health.ts'
import { createIngest } from './core/inbound/ingest.ts'
import { createKeepInline } from './core/inbound/inline-files.ts'
import { createReceive } from './core/inbound/receive.ts'
import type { StoredMessages } from './core/inbound/store-messages.ts'
import { openMediaStore } from './core/media/store.ts'
import { failWaiting } from './core/outbound/recover.ts'
import { laneDepths } from './core/outbound/waiting.ts'
import { createPasswordHasher } from './core/people/passwords.ts'
import { syncTemplates } from './core/templates/sync.ts'
import { openStore, type Store } from './db/store.ts'
import { createFront } from './http/front.ts'
import type { Services } from './http/services.ts'
import type { Vault } from './lib/crypto/vault.ts'
import type { Log } from './lib/log/log.ts'
import { countIngested } from './lib/metrics/count-ingested.ts'
import { createMetrics, type Metrics } from './lib/metrics/metrics.ts'
import { createHttpClient } from './lib/net/client.ts'
import { createStream } from './realtime/stream.ts'
import { createSending } from './sending.ts'
import { createHousekeeping } from './worker/housekeeping.ts'
import { createMediaFetcher } from './worker/media-fetcher.ts'
import { createMissedFinder } from './worker/missed-finder.ts'
import { createPartWaiter } from './worker/part-waiter.ts'
import { createProfileFetcher } from './worker/profile-fetcher.ts'
import { createTemplateSync } from './worker/template-sync.ts'

const HOUR_MS = 3_600_000

export interface AppOptions {
  readonly config: Config
  readonly vault: Vault
  readonly providers: Readonly<Record<string, Provider>>
  readonly version: string
  /** Where the built web app lies. */
  readonly webDir: string
  /** Where the documents lie. */
  readonly docsDir: string
  readonly log: Log
  /** The port of the sandbox on this machine, which the gateway's own requests may reach; undefined while there is none. */
  readonly sandboxPort?: (() => number | undefined) | undefined
  now?(): number
}

/** A gateway with everything wired and nothing running. */
export interface App {
  readonly store: Store
  readonly services: Services
  readonly channels: ChannelServices
  readonly directory: Directory
  readonly metrics: Metrics
  readonly server: Server
  /** To be called on a migrated database: puts right what a crash left, then sends and fetches what waits. */
  start(): Promise<void>
  /** Takes nothing new, finishes what is under way, closes the database; not before `served`, the last request's end. */
  stop(served?: Promise<unknown>): Promise<void>
}

/** Wires the gateway together; the only place that knows all of its parts. */
export async function createApp(options: AppOptions): Promise<App> {
  const { config, vault, providers, version, log } = options
  const now = options.now ?? Date.now
  const { publicUrl } = config.server
  const { storage } = config
  const metrics = createMetrics({ version })

  const health = createHealth({
    store: () => store,
    now,
    changed: (healthy, error) =>
      healthy
        ? log.info('the database takes writes again')
        : log.error('the database takes no writes', { error }),
  })
  const store = openStore({
    databaseUrl: storage.databaseUrl?.reveal(),
    file: dataPaths(storage.dataDir).database,
    synchronous: storage.sqliteSynchronous,
    listener: {
      committed(jobs, milliseconds) {
        health.committed()
        metrics.commitJobs.observe(jobs)
        metrics.commitSeconds.observe(milliseconds / 1_000)
        stream.wake()
      },
      refused: (error) => health.refused(error),
    },
    onIdleError: (error) => log.warn('a database connection broke', { error }),
  })

  const client = createHttpClient({
    allowPrivateAddresses: config.security.allowPrivateAddresses,
    allowNetworks: config.security.outboundAllowCidrs,
    sandboxPort: options.sandboxPort,
    limits: {
      firstByteMs: config.sending.timeoutMs,
      totalMs: config.sending.timeoutMs,
      connectionsPerOrigin: mostOpenRequests(providers),
    },
  })
  const files = await openMediaStore(storage.dataDir)
  const directory = createDirectory({ store, vault, providers, publicUrl })

  const sending = createSending({
    store,
    files,
    directory,
    client,
    config,
    metrics,
    log,
    now,
    // An administrator sees it before the next round of checks.
    credentialsRefused: (channelId) => channels.checkLoop.doubt(channelId),
  })
  const { lanes, laneView, io } = sending
  const stream = createStream({ store, lanes: laneView, log })
  const fetcher = createMediaFetcher({
    store,
    files,
    directory,
    client,
    maxBytes: storage.mediaMaxBytes,
    log,
    io,
    now,
  })
  function followUp(stored: readonly StoredMessages[]): void {
    if (stored.some((result) => result.media > 0)) fetcher.wake()
    for (const { answers, channelId } of stored) if (answers > 0) lanes.wake(channelId)
    for (const channelId of new Set(stored.flatMap(({ letGo }) => [...letGo]))) lanes.wake(channelId)
  }
  const parts = createPartWaiter({ store, directory, log, now, stored: followUp })
  const housekeeping = createHousekeeping({
    store,
    directory,
    dataDir: storage.dataDir,
    retention: {
      mediaMs: storage.mediaKeepHours * HOUR_MS,
      rawRequestMs: storage.rawRequestKeepDays * 24 * HOUR_MS,
      quarantineMs: storage.quarantineKeepDays * 24 * HOUR_MS,
      auditMs: storage.auditKeepDays * 24 * HOUR_MS,
    },
    messagingLimitWaitMs: config.sending.messagingLimitWaitHours * HOUR_MS,
    log,
    now,
  })

  const sync = (entry: ChannelEntry) => syncTemplates({ store, io, now }, entry)
  const templates = createTemplateSync({ directory, log, sync })
  const profiles = createProfileFetcher({ store, files, directory, client, log, io, now })
  const ingest = createIngest({
    store,
    keepInline: createKeepInline(files, storage.mediaMaxBytes),
    now,
    committed(results) {
      followUp(results)
      for (const result of results) {
        countIngested(metrics, result)
        if (result.messages > 0) profiles.wake(result.channelId)
        if (result.templatesChanged) templates.soon(result.channelId)
      }
    },
  })
  const channels = createChannelServices({
    store,
    vault,
    providers,
    directory,
    publicUrl,
    log,
    now,
    checkIntervalMinutes: config.sending.checkIntervalMinutes,
    io,
    laneStats: () => laneDepths(store.db, now()),
    endQueued: (trx, channelId, at) => failWaiting(trx, store.backend, channelId, at),
    ingest,
  })

  const missed = createMissedFinder({ directory, findMissed: channels.findMissed, log })

  const services: Services = {
    store,
    now,
    log,
    publicUrl,
    version,
    passwords: createPasswordHasher(),
    signInLimits: {
      idleMs: config.security.sessionIdleHours * HOUR_MS,
      absoluteMs: config.security.sessionMaxDays * 24 * HOUR_MS,
    },
    firstRun: { code: undefined, addDemo: undefined },
    handsetUrl: () => undefined,
    channels,
    directory,
    lanes: laneView,
    stream,
    files,
    mediaMaxBytes: storage.mediaMaxBytes,
    accepted: (channelId) => lanes.wake(channelId),
    syncTemplates: sync,
    signal: createSignals({ store, directory, log, io }),
    takeOver: createTakeOver({ store, directory, io, now }),
  }
  const front = createFront(services, {
    web: {
      bodyMaxBytes: config.server.bodyMaxBytes,
      trustProxy: config.server.trustProxy,
      hsts: config.server.hsts,
      webDir: options.webDir,
      docsDir: options.docsDir,
    },
    webhookBodyMaxBytes: config.server.webhookBodyMaxBytes,
    metricsToken: config.metrics.token,
    health,
    metrics,
    receive: createReceive({
      ingest,
      keep: async (entry, request, reason) => {
        await store.write((trx) => channels.keeper.keep(trx, entry.id, request, reason))
      },
    }),
  })
  metrics.beforeReading(async () => {
    metrics.realtimeConnections.set(stream.readers())
    metrics.laneDepth.reset()
    metrics.laneOldestWaitingSeconds.reset()
    for (const [channel, depth] of await laneDepths(store.db, now())) {
      metrics.laneDepth.set({ channel }, depth.waiting)
      metrics.laneOldestWaitingSeconds.set({ channel }, (depth.oldestWaitingMs ?? 0) / 1_000)
    }
  })

  return {
    store,
    services,
    channels,
    directory,
    metrics,
    server: front.server,
    async start() {
      await directory.reload()
      stream.start()
      await sending.start()
      fetcher.wake()
      parts.start()
      templates.start()
      channels.checkLoop.start()
      missed.start()
      housekeeping.start()
    },
    async stop(served) {
      health.stopping()
      await Promise.all([
        channels.checkLoop.stop(),
        missed.stop(),
        sending.stop(),
        fetcher.stop(),
        parts.stop(),
        templates.stop(),
        profiles.stop(),
        housekeeping.stop(),
        stream.stop(),
      ])
      front.closeSockets()
      await served
      await client.close()
      await store.close()
    },
  }
}

function mostOpenRequests(providers: Readonly<Record<string, Provider>>): number {
  return Math.max(
    ...Object.values(providers).map(
      ({ limits }) => limits.openRequests.value * (limits.mediaMessagesPerSecond ? 2 : 1),
    ),
  )
}
