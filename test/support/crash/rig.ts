import { setTimeout as sleep } from 'node:timers/promises'
import type { Line } from '../../../sandbox/lines.ts'
import { type Sandbox, startSandbox } from '../../../sandbox/server.ts'
import { type ApiClient, apiClient } from '../api-client.ts'
import type { Backend, TestDatabase } from '../database.ts'
import { freePort } from '../ports.ts'
import { type Ending, type GatewayProcess, startGateway } from '../process.ts'
import { inTime } from './in-time.ts'
import { type WireProxy, wireProxy } from './wire-proxy.ts'

const administrator = { email: 'admin@example.com', password: 'correct-horse-battery-9' }

/** Messages per second of the channel: low enough that the limiter is at work. */
export const ratePerSecond = 40
/** Each part of a rig is gone so soon after it was told. */
const CLOSE_MS = 20_000

/** A built gateway that can be killed and started again on the same data, and a carrier that keeps on. */
export interface Rig {
  readonly kind: Backend['kind']
  readonly database: TestDatabase
  readonly url: string
  readonly sandbox: Sandbox
  readonly line: Line
  readonly proxy: WireProxy
  /** Signed in as the administrator, also after a restart. */
  readonly api: ApiClient
  readonly channelId: number
  readonly gateway: GatewayProcess
  /** Starts it anew, after a SIGKILL where it still runs. A failpoint may kill it before it is ready. */
  start(failpoint?: string): Promise<void>
  /** SIGKILL, now. */
  kill(): void
  /** How it ended; rejects with its log where it lives on after `timeoutMs`. */
  died(timeoutMs: number): Promise<Ending>
  close(): Promise<void>
}

export interface RigOptions {
  /** Instead of a database of the backend's own. */
  readonly database?: TestDatabase
  readonly env?: Readonly<Record<string, string>>
}

export async function createRig(backend: Backend, options: RigOptions = {}): Promise<Rig> {
  const database = options.database ?? (await backend.open())
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  // A carrier that tries again until it is heard, far oftener than a real one.
  const sandbox = await startSandbox({
    port: 0,
    receiptDelaysMs: [5, 30],
    webhookPausesMs: Array.from({ length: 1_000 }, () => 100),
  })
  const proxy = await wireProxy(Number(new URL(sandbox.url).port))
  const line = sandbox.lines.add({ provider: 'generic', id: `line-${backend.kind}` })
  const api = apiClient(url)
  let gateway = await launch()
  await api.post('/session', administrator)
  const channelId = await addChannel()

  function launch(failpoint?: string): Promise<GatewayProcess> {
    return startGateway({
      dataDir: database.dataDir,
      databaseUrl: database.url,
      port,
      env: {
        TRUNKLINE_PUBLIC_URL: url,
        TRUNKLINE_ALLOW_PRIVATE_ADDRESSES: 'true',
        TRUNKLINE_ADMIN_EMAIL: administrator.email,
        TRUNKLINE_ADMIN_PASSWORD: administrator.password,
        TRUNKLINE_LOG_FORMAT: 'json',
        ...(failpoint ? { TRUNKLINE_FAILPOINT: failpoint } : {}),
        ...options.env,
      },
      mayEndEarly: failpoint !== undefined,
    })
  }

  async function addChannel(): Promise<number> {
    const { credentials } = line.view(sandbox.url)
    const channel = await api.post('/channels', {
      name: 'Carrier',
      provider: 'generic',
      credentials: { ...credentials, send_url: `${proxy.url}/carriers/${line.id}/messages` },
      settings: { messages_per_second: ratePerSecond },
    })
    if (channel.status !== 201) throw new Error(`no channel: ${channel.text}`)
    const { body: me } = await api.get('/me')
    const destination = { type: 'extension', id: me.extension.id }
    const sender = await api.post(`/channels/${channel.body.id}/senders`, {
      address: line.numbers[0],
      destination,
    })
    if (sender.status !== 201) throw new Error(`no sender: ${sender.text}`)
    line.patch({ webhook_url: channel.body.webhook_url })
    return channel.body.id
  }

  return {
    kind: backend.kind,
    database,
    url,
    sandbox,
    line,
    proxy,
    api,
    channelId,
    get gateway() {
      return gateway
    },
    async start(failpoint) {
      await gateway.kill9()
      gateway = await launch(failpoint)
    },
    kill: () => void gateway.kill9(),
    async died(timeoutMs) {
      const late = sleep(timeoutMs, undefined, { ref: false })
      const ending = await Promise.race([gateway.ended, late])
      if (!ending) throw new Error(`it did not die in time:\n${gateway.logs().slice(-3_000)}`)
      return ending
    },
    async close() {
      await inTime('the gateway', CLOSE_MS, gateway.kill9())
      await inTime('the carrier', CLOSE_MS, sandbox.close())
      await inTime('the wire to the carrier', CLOSE_MS, proxy.close())
      await inTime('the database', CLOSE_MS, database.drop())
    },
  }
}
