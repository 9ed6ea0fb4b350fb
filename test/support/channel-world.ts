import { createHmac, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { migrations } from '../../migrations/index.ts'
import { generic } from '../../providers/generic/index.ts'
import type { RawRequest } from '../../src/contract/inbound.ts'
import type { HttpRequest, HttpResult } from '../../src/contract/io.ts'
import type { Provider } from '../../src/contract/provider.ts'
import type { Deed } from '../../src/core/audit.ts'
import { type ChannelServices, createChannelServices } from '../../src/core/channels/channel-services.ts'
import type { Directory } from '../../src/core/channels/directory.ts'
import { createDirectory } from '../../src/core/channels/load-directory.ts'
import { createIngest } from '../../src/core/inbound/ingest.ts'
import { migrate } from '../../src/db/migrate.ts'
import { openStore, type Store } from '../../src/db/store.ts'
import { masterKey } from '../../src/lib/crypto/master-key.ts'
import { createVault } from '../../src/lib/crypto/vault.ts'
import { createLog } from '../../src/lib/log/log.ts'
import type { Backend } from './database.ts'

export const publicUrl = 'https://messages.example.com'

/** A provider that cannot be asked about its credentials, and on which only contacts write first. */
export const shy: Provider = {
  ...withoutCheck(generic),
  id: 'shy',
  name: 'Shy',
  addressKind: 'messenger',
  starts: 'contact',
}

function withoutCheck({ check: _check, ...rest }: Provider): Provider {
  return rest
}

/** Everything about channels over a fresh database, without HTTP and without a network. */
export interface ChannelWorld extends ChannelServices {
  readonly store: Store
  readonly directory: Directory
  /** What the vendor was asked; `answer` says what it answers. */
  readonly asked: HttpRequest[]
  answer(request: HttpRequest): HttpResult | Promise<HttpResult>
  /** Channels whose queued messages were ended. */
  readonly ended: number[]
  /** Every line that was logged. */
  readonly logged: string[]
  now: number
  deed(actorId?: number): Deed
  extension(role: 'administrator' | 'supervisor' | 'agent', active?: boolean): Promise<number>
  /** A directory with another secret key over the same database. */
  withOtherKey(): Promise<Directory>
  close(): Promise<void>
}

export async function channelWorld(
  backend: Backend,
  given: Readonly<Record<string, Provider>> = {},
): Promise<ChannelWorld> {
  const database = await backend.open()
  const store = openStore({
    databaseUrl: database.url,
    file: join(database.dataDir, 'trunkline.db'),
    synchronous: 'NORMAL',
  })
  await migrate(store.db, migrations)
  const providers = { generic, shy, ...given }
  const directoryWith = (key: Uint8Array) =>
    createDirectory({ store, vault: createVault([masterKey(key)]), providers, publicUrl })
  const key = randomBytes(32)
  const directory = directoryWith(key)
  await directory.reload()
  let people = 0

  const world: Omit<ChannelWorld, keyof ChannelServices> = {
    store,
    directory,
    asked: [],
    answer: () => ({ kind: 'unsent', reason: 'nothing answers here' }),
    ended: [],
    logged: [],
    now: Date.UTC(2026, 10, 21, 12),
    deed: (actorId) => ({ actorId: actorId ?? null, at: world.now, ip: '192.0.2.1' }),
    async extension(role, active = true) {
      const n = ++people
      const row = await store.write((trx) =>
        trx
          .insertInto('extension')
          .values({
            number: String(100 + n),
            name: `Person ${n}`,
            email: `person${n}@example.com`,
            password_hash: '-',
            role,
            active: Number(active),
            locale: 'en',
            created_at: world.now,
          })
          .returning('id')
          .executeTakeFirstOrThrow(),
      )
      return row.id
    },
    async withOtherKey() {
      const other = directoryWith(randomBytes(32))
      await other.reload()
      return other
    },
    async close() {
      await services.checkLoop.stop()
      await store.close()
      await database.drop()
    },
  }
  const services = createChannelServices({
    store,
    vault: createVault([masterKey(key)]),
    providers,
    directory,
    publicUrl,
    log: createLog({ level: 'debug', format: 'json', output: { write: (line) => world.logged.push(line) } }),
    checkIntervalMinutes: 10,
    now: () => world.now,
    io: () => ({
      async request(request) {
        world.asked.push(request)
        return world.answer(request)
      },
      now: () => world.now,
      nonce: () => 'c0ffee',
      cached: async (_key, load) => (await load()).value,
      uploaded: (_file, upload) => upload(),
    }),
    laneStats: async () => new Map(),
    async endQueued(_trx, channelId) {
      world.ended.push(channelId)
    },
    ingest: createIngest({
      store,
      keepInline: async (file) => file,
      now: () => world.now,
      committed: () => undefined,
    }),
  })
  return Object.assign(world, services)
}

/** A webhook of the generic carrier as it would come, signed with `secret` where one is given. */
export function webhook(
  world: ChannelWorld,
  options: {
    readonly id?: string
    readonly to?: string
    readonly text?: string
    readonly secret?: string
    readonly headers?: Readonly<Record<string, string>>
    readonly body?: Uint8Array
  } = {},
): RawRequest {
  const payload = {
    id: options.id ?? 'm1',
    record_type: 'message',
    from: { phone_number: '+12025550101' },
    to: [{ phone_number: options.to ?? '+12025550123' }],
    text: options.text ?? 'Hello',
    received_at: new Date(world.now).toISOString(),
  }
  const body =
    options.body ?? Buffer.from(JSON.stringify({ data: { event_type: 'message.received', payload } }))
  const signature = options.secret
    ? { 'x-signature-256': `sha256=${createHmac('sha256', options.secret).update(body).digest('hex')}` }
    : {}
  return {
    method: 'POST',
    url: `${publicUrl}/api/v1.0/webhook/generic/${'0'.repeat(32)}`,
    headers: { 'content-type': 'application/json', ...signature, ...options.headers },
    body,
    receivedAt: world.now,
  }
}
