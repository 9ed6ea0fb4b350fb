import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { migrations } from '../../migrations/index.ts'
import { providers as allProviders } from '../../providers/index.ts'
import type { Role } from '../../src/contract/api/common.ts'
import type { Io } from '../../src/contract/io.ts'
import type { Provider } from '../../src/contract/provider.ts'
import { createChannelServices } from '../../src/core/channels/channel-services.ts'
import { createDirectory } from '../../src/core/channels/load-directory.ts'
import { createSignals } from '../../src/core/conversations/signals.ts'
import { createTakeOver } from '../../src/core/conversations/take-over.ts'
import { createIngest } from '../../src/core/inbound/ingest.ts'
import { openMediaStore } from '../../src/core/media/store.ts'
import { messagingLimitOf } from '../../src/core/outbound/messaging-limit.ts'
import type { LaneView } from '../../src/core/outbound/waiting.ts'
import { windowOf } from '../../src/core/outbound/window.ts'
import type { PasswordHasher } from '../../src/core/people/passwords.ts'
import { syncTemplates } from '../../src/core/templates/sync.ts'
import { migrate } from '../../src/db/migrate.ts'
import { openStore, type Store } from '../../src/db/store.ts'
import { createHttpApp, type HttpOptions } from '../../src/http/http-app.ts'
import type { Services } from '../../src/http/services.ts'
import { masterKey } from '../../src/lib/crypto/master-key.ts'
import { createVault } from '../../src/lib/crypto/vault.ts'
import { createLog } from '../../src/lib/log/log.ts'
import { createStream } from '../../src/realtime/stream.ts'
import { type ApiClient, apiClient } from './api-client.ts'
import { type Backend, sqlite } from './database.ts'

/** The API over real HTTP and a fresh database, without lanes and without a network. */
export interface TestApp {
  readonly url: string
  readonly store: Store
  readonly services: Services
  /** Every log line. */
  readonly logged: string[]
  /** The clock that the app reads, in milliseconds UTC. It stands still until it is moved. */
  now: number
  /** A browser tab of nobody. */
  nobody(): ApiClient
  /** A new person of this role, signed in, with the id of their extension. */
  person(role: Role): Promise<ApiClient & { readonly id: number; readonly email: string }>
  close(): Promise<void>
}

export interface TestAppOptions {
  readonly backend?: Backend
  readonly providers?: Readonly<Record<string, Provider>>
  /** Fast and not at all safe unless given. */
  readonly passwords?: PasswordHasher
  readonly services?: Partial<Services>
  readonly http?: Partial<HttpOptions>
}

/** The password of every person that `TestApp.person` makes. */
export const testPassword = 'nine purple giraffes hum'

/** Compares plain texts: for tests of everything but hashing. */
export const plainPasswords: PasswordHasher = {
  hash: async (password) => `plain:${password}`,
  verify: async (hash, password) => hash === `plain:${password}`,
  isOutdated: () => false,
}

export async function createTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const database = await (options.backend ?? sqlite).open()
  const store = openStore({
    databaseUrl: database.url,
    file: join(database.dataDir, 'trunkline.db'),
    synchronous: 'NORMAL',
    listener: { committed: () => app.services.stream?.wake(), refused: () => undefined },
  })
  await migrate(store.db, migrations)
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  let people = 0
  const app: TestApp = {
    url,
    store,
    services: {} as Services,
    logged: [],
    now: Date.UTC(2026, 10, 21, 12),
    nobody: () => apiClient(url),
    async person(role) {
      const n = ++people
      const email = `person${n}@example.com`
      const { id } = await store.write((trx) =>
        trx
          .insertInto('extension')
          .values({
            number: String(200 + n),
            name: `Person ${n}`,
            email,
            password_hash: `plain:${testPassword}`,
            role,
            active: 1,
            locale: 'en',
            created_at: app.now,
          })
          .returning('id')
          .executeTakeFirstOrThrow(),
      )
      const client = apiClient(url)
      const answer = await client.post('/session', { email, password: testPassword })
      if (answer.status !== 200) throw new Error(`could not sign in: ${answer.text}`)
      return Object.assign(client, { id, email })
    },
    async close() {
      server.closeAllConnections()
      server.close()
      await app.services.channels.checkLoop.stop()
      await app.services.stream.stop()
      await store.close()
      await database.drop()
    },
  }
  Object.assign(app, { services: await servicesOf(app, database.dataDir, options) })
  const handler = createHttpApp(app.services, {
    bodyMaxBytes: 262_144,
    checkAnswers: true,
    trustProxy: [],
    hsts: false,
    webDir: join(database.dataDir, 'web'),
    docsDir: fileURLToPath(new URL('../../docs', import.meta.url)),
    ...options.http,
  })
  app.services.stream.start()
  server.on('request', (request, response) => void handler(request, response))
  return app
}

async function servicesOf(app: TestApp, dataDir: string, options: TestAppOptions): Promise<Services> {
  const { store } = app
  const now = () => app.now
  const providers = options.providers ?? allProviders
  const publicUrl = options.services?.publicUrl ?? 'http://localhost:8080'
  const log = createLog({
    level: 'debug',
    format: 'json',
    output: { write: (line) => app.logged.push(line) },
  })
  const vault = createVault([masterKey(randomBytes(32))])
  const directory = createDirectory({ store, vault, providers, publicUrl })
  await directory.reload()
  const lanes: LaneView = {
    laneOf: () => undefined,
    limitsOf: (id) => directory.byId(id)?.provider.limits,
    takes: (id) => directory.byId(id)?.provider.takes ?? [],
    controlOf: (id) => directory.byId(id)?.provider.control,
    windowOf: (id) => windowOf(directory.byId(id)),
    messagingLimitOf: (id) => messagingLimitOf(directory, id),
    now,
  }
  const io = (): Io => ({
    request: async () => ({ kind: 'unsent', reason: 'there is no network in this test' }),
    now,
    nonce: () => 'c0ffee',
    cached: async (_key, load) => (await load()).value,
    uploaded: (_file, upload) => upload(),
  })
  const channels = createChannelServices({
    store,
    vault,
    providers,
    directory,
    publicUrl,
    log,
    checkIntervalMinutes: 10,
    now,
    io,
    laneStats: async () => new Map(),
    endQueued: async () => undefined,
    ingest: createIngest({ store, keepInline: async (file) => file, now, committed: () => undefined }),
  })
  return {
    store,
    now,
    log,
    publicUrl,
    version: '0.0.0-test',
    passwords: options.passwords ?? plainPasswords,
    signInLimits: { idleMs: 12 * 3_600_000, absoluteMs: 7 * 24 * 3_600_000 },
    firstRun: { code: undefined, addDemo: undefined },
    handsetUrl: () => undefined,
    channels,
    directory,
    lanes,
    stream: createStream({ store, lanes, log }),
    files: await openMediaStore(dataDir),
    mediaMaxBytes: 1024 * 1024,
    accepted: () => undefined,
    signal: createSignals({ store, directory, log, io }),
    takeOver: createTakeOver({ store, directory, io, now }),
    syncTemplates: (entry) => syncTemplates({ store, io, now }, entry),
    ...options.services,
  }
}
