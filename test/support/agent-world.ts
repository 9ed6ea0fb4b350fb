import type { Browser, Page } from 'playwright-core'
import type { Line } from '../../sandbox/lines.ts'
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/server.ts'
import { type ApiClient, apiClient } from './api-client.ts'
import { launchBrowser, openPage, type WatchedPage } from './browser.ts'
import { sqlite } from './database.ts'
import { freePort } from './ports.ts'
import { type GatewayProcess, startGateway } from './process.ts'

const administrator = { email: 'ada@example.com', password: 'violet-otter-42-lamp' }

/** An agent before the web app, customers at the sandbox, and the built gateway between them. */
export interface AgentWorld {
  readonly sandbox: Sandbox
  readonly browser: Browser
  /** Signed in as the agent, who is the administrator too. */
  readonly api: ApiClient
  readonly agent: WatchedPage
  /** A channel on a line of its own, both knowing each other, whose conversations come to the agent. */
  connect(
    provider: string,
    address: string,
    settings?: object,
  ): Promise<{ line: Line; channelId: number; senderId: number }>
  /** A customer's own browser, for the handset page. */
  openCustomer(): Promise<WatchedPage>
  /** Opens the agent's open conversation with a customer of a line, by the page's own way. */
  openConversation(address: string): Promise<number>
  /** What Meta posts about something that no button of the handset does, signed as it signs. */
  post(line: Line, payload: object): Promise<void>
  /** Into the folder that SCREENSHOTS names, where it does. */
  shot(name: string, page?: Page): Promise<void>
  stopGateway(): Promise<void>
  /** The same gateway again, at the same port and on the same data. */
  startGateway(): Promise<void>
  stop(): Promise<void>
}

/** Starts all of it; the caller stops it. */
export async function agentWorld(options: SandboxOptions = {}): Promise<AgentWorld> {
  const database = await sqlite.open()
  const port = await freePort()
  const start = () =>
    startGateway({
      dataDir: database.dataDir,
      port,
      readyTimeoutMs: 60_000,
      env: {
        TRUNKLINE_ALLOW_PRIVATE_ADDRESSES: 'true',
        TRUNKLINE_ADMIN_EMAIL: administrator.email,
        TRUNKLINE_ADMIN_PASSWORD: administrator.password,
      },
    })
  let gateway: GatewayProcess = await start()
  const sandbox = await startSandbox({
    port: 0,
    receiptDelaysMs: [5, 20],
    webhookPausesMs: [],
    ...options,
  })
  const api = apiClient(gateway.url)
  await api.post('/session', administrator)
  const browser = await launchBrowser()
  const agent = await openPage(browser, {
    baseURL: gateway.url,
    viewport: { width: 1440, height: 860 },
  })
  agent.page.setDefaultTimeout(20_000)
  await signIn(agent.page)

  return {
    sandbox,
    browser,
    api,
    agent,
    async connect(provider, address, settings = {}) {
      const line = sandbox.lines.add({ id: provider, provider, numbers: [address] })
      const { credentials, api_base_url } = line.view(sandbox.url)
      const channel = await api.post('/channels', {
        name: `Harbour ${provider}`,
        provider,
        credentials,
        settings: { api_base_url, messages_per_second: 20, ...settings },
      })
      line.patch({ webhook_url: channel.body.webhook_url })
      const destination = { type: 'extension', id: (await api.get('/me')).body.extension.id }
      const sender = await api.post(`/channels/${channel.body.id}/senders`, { address, destination })
      if (sender.status !== 201) throw new Error(`no sender ${address}: ${sender.text}`)
      return { line, channelId: channel.body.id, senderId: sender.body.id }
    },
    openCustomer: () => openPage(browser, { baseURL: sandbox.url, viewport: { width: 1000, height: 900 } }),
    async openConversation(address) {
      const { body } = await api.get('/conversations?box=mine')
      const found = body.data.find((one: { contact: { address: string } }) => one.contact.address === address)
      if (!found) throw new Error(`no conversation with ${address}`)
      await agent.page.goto(`/inbox/mine/${found.id}`)
      return found.id
    },
    async post(line, payload) {
      const body = Buffer.from(JSON.stringify(payload))
      const headers = { 'content-type': 'application/json', ...line.vendor.sign(body, line.values, '') }
      const answer = await fetch(line.webhookUrl, { method: 'POST', headers, body })
      if (!answer.ok) throw new Error(`the gateway answered ${answer.status}: ${await answer.text()}`)
    },
    async shot(name, page = agent.page) {
      if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/${name}.png` })
    },
    async stopGateway() {
      await gateway.stop()
    },
    async startGateway() {
      gateway = await start()
    },
    async stop() {
      await browser.close()
      await sandbox.close()
      await gateway.stop()
      await database.drop()
    },
  }
}

async function signIn(page: Page): Promise<void> {
  await page.goto('/')
  await page.getByLabel('E-mail address').fill(administrator.email)
  await page.getByLabel('Password', { exact: true }).fill(administrator.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('navigation', { name: 'Main' }).waitFor()
}
