import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { migrations } from '../../migrations/index.ts'
import { providers } from '../../providers/index.ts'
import type { Line } from '../../sandbox/lines.ts'
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/server.ts'
import { type App, createApp } from '../../src/app.ts'
import { loadConfig } from '../../src/config/load.ts'
import { ensureFirstAdministrator } from '../../src/core/people/first-administrator.ts'
import { migrate } from '../../src/db/migrate.ts'
import type { Store } from '../../src/db/store.ts'
import { masterKey } from '../../src/lib/crypto/master-key.ts'
import { createVault } from '../../src/lib/crypto/vault.ts'
import { createLog } from '../../src/lib/log/log.ts'
import { type ApiClient, apiClient } from './api-client.ts'
import { freePort } from './ports.ts'

const docsDir = fileURLToPath(new URL('../../docs', import.meta.url))
const email = 'admin@example.com'
const password = 'correct horse battery staple'

export interface AppWithSandbox {
  readonly url: string
  readonly sandbox: Sandbox
  /** Signed in as the administrator. */
  readonly api: ApiClient
  /** A channel of a line of its own, both knowing each other, with a sender whose messages come to the administrator. */
  connect(provider: string, settings?: object): Promise<{ line: Line; channelId: number }>
  /** Uploads a file as the composer does, to be sent with a message; its id. */
  upload(bytes: Uint8Array<ArrayBuffer>, name: string, type: string): Promise<number>
  /** The database of the running gateway. */
  store(): Store
  /** Stops the gateway and starts it on the same data. */
  restart(): Promise<void>
  stop(): Promise<void>
}

/** A whole gateway in this process, on SQLite, and carriers in the sandbox. */
export async function appWithSandbox(environment: Record<string, string> = {}, options: SandboxOptions = {}) {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'trunkline-app-'))
  const port = await freePort()
  const loaded = loadConfig(
    {
      TRUNKLINE_PORT: String(port),
      TRUNKLINE_DATA_DIR: dataDir,
      TRUNKLINE_PUBLIC_URL: `http://127.0.0.1:${port}`,
      TRUNKLINE_ALLOW_PRIVATE_ADDRESSES: 'true',
      ...environment,
    },
    dataDir,
  )
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems))
  const vault = createVault([masterKey(randomBytes(32))])
  const { config } = loaded

  async function run(): Promise<App> {
    const log = createLog({ level: 'silent', format: 'json' })
    const app = await createApp({ config, vault, providers, version: '0', webDir: dataDir, docsDir, log })
    await migrate(app.store.db, migrations)
    await ensureFirstAdministrator(app.services, { email, password }, Date.now())
    await app.start()
    await new Promise<void>((resolve) => app.server.listen(port, '127.0.0.1', resolve))
    return app
  }

  async function end(app: App): Promise<void> {
    const closed = new Promise((resolve) => app.server.close(resolve))
    await app.stop()
    app.server.closeAllConnections()
    await closed
  }

  let app = await run()
  const url = `http://127.0.0.1:${port}`
  const sandbox = await startSandbox({
    port: 0,
    receiptDelaysMs: [5, 30],
    webhookPausesMs: [20, 20],
    ...options,
  })
  const api = apiClient(url)
  await api.post('/session', { email, password })
  let numbers = 100

  const made: AppWithSandbox = {
    url,
    sandbox,
    api,
    async connect(provider, settings = {}) {
      const line = sandbox.lines.add({ provider })
      const number = line.addresses.business.slice(0, -4) + String(++numbers).padStart(4, '0')
      line.patch({ numbers: [number] })
      const { credentials, api_base_url } = line.view(sandbox.url)
      const channel = await api.post('/channels', {
        name: line.id,
        provider,
        credentials,
        settings: { api_base_url, messages_per_second: 100, ...settings },
      })
      const { body: me } = await api.get('/me')
      const destination = { type: 'extension', id: me.extension.id }
      await api.post(`/channels/${channel.body.id}/senders`, { address: number, destination })
      line.patch({ webhook_url: channel.body.webhook_url })
      return { line, channelId: channel.body.id }
    },
    async upload(bytes, name, type) {
      const body = new FormData()
      body.set('file', new Blob([bytes], { type }), name)
      const headers = { cookie: api.cookie, 'x-trunkline-request': '1' }
      const answer = await fetch(`${url}/api/v1/media`, { method: 'POST', headers, body })
      return ((await answer.json()) as { id: number }).id
    },
    store: () => app.store,
    async restart() {
      await end(app)
      app = await run()
    },
    async stop() {
      await sandbox.close()
      await end(app)
      rmSync(dataDir, { recursive: true })
    },
  }
  return made
}
