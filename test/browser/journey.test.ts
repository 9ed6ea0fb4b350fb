import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page, WebSocketRoute } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, onTestFailed, test } from 'vitest'
import { type Sandbox, startSandbox } from '../../sandbox/server.ts'
import { accessibilityFindings, launchBrowser, openPage, type WatchedPage } from '../support/browser.ts'
import { sqlite, type TestDatabase } from '../support/database.ts'
import { freePort } from '../support/ports.ts'
import { type GatewayProcess, startGateway } from '../support/process.ts'

/**
 * One day with Trunkline, as people live it: the built gateway, the sandbox with its handset page, a real browser. The
 * tests go on from one another. Where one fails, what the pages showed is put into the folder SCREENSHOTS names.
 */
const administrator = { name: 'Ada Lind', email: 'ada@example.com', password: 'violet-otter-42-lamp' }
const agent = { name: 'Ben Mora', email: 'ben@example.com', password: 'purple-kettle-17-moss' }
const sender = '+12025550123'

let database: TestDatabase
let port: number
let gateway: GatewayProcess
let sandbox: Sandbox
let browser: Browser
let ada: WatchedPage
let ben: WatchedPage
let customer: WatchedPage
let channelPath: string

function start(): Promise<GatewayProcess> {
  return startGateway({
    dataDir: database.dataDir,
    port,
    env: { TRUNKLINE_ALLOW_PRIVATE_ADDRESSES: 'true', TRUNKLINE_PUBLIC_URL: `http://127.0.0.1:${port}` },
  })
}

beforeAll(async () => {
  database = await sqlite.open()
  port = await freePort()
  gateway = await start()
  sandbox = await startSandbox({ port: 0, receiptDelaysMs: [10, 30], webhookPausesMs: [] })
  sandbox.lines.add({ id: 'line', name: 'Our line', numbers: [sender] })
  browser = await launchBrowser()
  ada = await openPage(browser, { baseURL: gateway.url })
  ben = await openPage(browser, { baseURL: gateway.url })
  customer = await openPage(browser, { baseURL: sandbox.url })
})
afterAll(async () => {
  await browser?.close()
  await sandbox?.close()
  await gateway?.stop()
  await database?.drop()
})
afterEach(() => {
  onTestFailed(async () => {
    const folder = process.env.SCREENSHOTS
    if (!folder) return
    mkdirSync(folder, { recursive: true })
    for (const [name, { page }] of Object.entries({ ada, ben, customer })) {
      await page.screenshot({ path: join(folder, `journey-${name}.png`) }).catch(() => undefined)
    }
  })
})

const thread = () => ada.page.getByRole('log', { name: 'Messages' })
const conversations = (page: Page) => page.getByRole('list', { name: 'Conversations' }).getByRole('listitem')
const handset = () => customer.page.getByRole('log', { name: 'Messages' })

/** The API as the page itself calls it, with the person's cookie. */
async function call(page: Page, method: string, path: string, data?: object) {
  const url = `${gateway.url}/api/v1${path}`
  const headers = { 'X-Trunkline-Request': '1' }
  const answer = await page.request.fetch(url, { method, headers, ...(data ? { data } : {}) })
  const text = await answer.text()
  return { status: answer.status(), body: text === '' ? undefined : JSON.parse(text) }
}

/** A page asks who is signed in, and is told when nobody is: Chromium writes that down as an error. */
const unexpected = ({ complaints }: WatchedPage) => complaints.filter((one) => !one.includes('status of 401'))

async function textIn(words: string): Promise<void> {
  await customer.page.getByLabel('Text message').fill(words)
  await customer.page.getByLabel('Text message').press('Enter')
  await handset().getByText(words).waitFor()
}

async function changeSecret(secret: string): Promise<void> {
  const { page } = ada
  await page.goto(`${channelPath}/settings`)
  await page.getByRole('button', { name: 'Replace: Secret' }).click()
  await page.getByLabel('Secret', { exact: true }).fill(secret)
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('heading', { name: 'Senders' }).waitFor()
}

async function signIn(page: Page, { email, password }: typeof agent): Promise<void> {
  await page.goto('/')
  await page.getByLabel('E-mail address').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('navigation', { name: 'Main' }).waitFor()
}

describe('a day with Trunkline', () => {
  test('the first-run page makes the administrator, with the code from the console', async () => {
    const code = /^ {2}(\w{4}(?:-\w{4}){3})$/m.exec(gateway.logs())?.[1] ?? ''
    const { page } = ada
    await page.goto('/')
    await page.getByLabel('Set-up code').fill(code)
    await page.getByLabel('Name').fill(administrator.name)
    await page.getByLabel('E-mail address').fill(administrator.email)
    await page.getByLabel('Password', { exact: true }).fill(administrator.password)
    await page.getByRole('button', { name: 'Create the administrator' }).click()
    await page.getByRole('navigation', { name: 'Main' }).waitFor()
    expect((await call(page, 'GET', '/extensions')).body.data).toHaveLength(1)
  })

  test('a channel is connected to a carrier, with a sender', async () => {
    const { page } = ada
    const line = sandbox.lines.get('line')!
    const { api_base_url } = line.view(sandbox.url)
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Channels' }).click()
    await page.getByRole('link', { name: 'Add a channel' }).first().click()
    await page.getByText('Generic SMS API', { exact: true }).click()
    await page.getByLabel('Name').fill('Our line')
    await page.getByLabel('API key').fill(String(line.values.api_key))
    await page.getByLabel('Secret', { exact: true }).fill(String(line.values.secret))
    await page.getByLabel('API base URL').fill(api_base_url)
    await page.getByRole('button', { name: 'Create the channel' }).click()
    await page.getByRole('heading', { name: 'Our line' }).waitFor()
    await page.getByText('Connected').first().waitFor()
    const webhookUrl = (await page.getByText(/^http.*\/webhook\/generic\/[0-9a-f]{32}$/).textContent()) ?? ''
    channelPath = new URL(page.url()).pathname

    await page.getByRole('button', { name: 'Add a sender' }).first().click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Address').fill('+1 202 555 0123')
    await dialog.getByLabel('New conversations go to').selectOption({ label: `1000 ${administrator.name}` })
    await dialog.getByRole('button', { name: 'Add a sender' }).click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByText('+1 202 555 0123').or(page.getByText(sender)).first().waitFor()

    await customer.page.goto('/')
    await customer.page.getByLabel('Webhook URL').fill(webhookUrl)
    await customer.page.getByRole('button', { name: 'Save' }).click()
    await customer.page.getByText('Saved').waitFor()
  })

  test("a customer's text appears by itself, is answered, and the answer is delivered", async () => {
    const { page } = ada
    await page.goto('/inbox/mine')
    await page.getByRole('heading', { name: 'All clear' }).or(page.getByText('All clear')).first().waitFor()
    await textIn('Hello, is anybody there?')
    await handset().getByText('delivered to the gateway').waitFor()
    const row = conversations(page).filter({ hasText: 'Hello, is anybody there?' })
    await row.getByText('1 unread message').waitFor({ state: 'attached' })
    await row.getByRole('link').click()
    await thread().getByText('Hello, is anybody there?').waitFor()
    await row.getByText('1 unread message').waitFor({ state: 'detached' })

    await page.getByRole('textbox', { name: 'Message' }).fill('Yes! How can we help?')
    await page.getByRole('textbox', { name: 'Message' }).press('Enter')
    await handset().getByText('Yes! How can we help?').waitFor()
    await thread().getByText('Delivered').waitFor()
  })

  test('an agent sees nothing that is not theirs', async () => {
    const created = await call(ada.page, 'POST', '/extensions', { ...agent, number: '1002', role: 'agent' })
    expect(created.status).toBe(201)
    const { page } = ben
    await signIn(page, agent)
    const [theirs] = (await call(ada.page, 'GET', '/conversations?box=mine')).body.data
    await textIn('This is for Ada alone.')
    await thread().getByText('This is for Ada alone.').waitFor()
    for (const path of ['', '/messages', '/timeline']) {
      expect((await call(page, 'GET', `/conversations/${theirs.id}${path}`)).status).toBe(404)
    }
    for (const box of ['mine', 'queue', 'archived']) {
      expect((await call(page, 'GET', `/conversations?box=${box}`)).body.data).toEqual([])
    }
    expect((await call(page, 'GET', '/channels')).status).toBe(403)
    await page.goto(`/inbox/mine/${theirs.id}`)
    await page.getByText('You cannot see this conversation').waitFor()
    expect(await page.getByText('Ada alone').count()).toBe(0)
    await page.getByRole('button', { name: 'Back to the list' }).click()
    await page.getByText('All clear').waitFor()
    await page.waitForURL('**/inbox/mine')

    // What is handed to the agent appears at once, and nothing before it did.
    const [own] = (await call(ada.page, 'GET', `${channelPath}/senders`)).body.data
    const destination = { type: 'extension', id: created.body.id }
    await call(ada.page, 'PATCH', `/senders/${own.id}`, { destination })
    await customer.page.getByLabel('My number').fill('+12025550102')
    await customer.page.getByLabel('My number').press('Tab')
    await textIn('And this for Ben.')
    await conversations(page).filter({ hasText: 'And this for Ben.' }).waitFor()
    expect(await conversations(page).count()).toBe(1)
    await customer.page.getByLabel('My number').fill('+12025550101')
    await customer.page.getByLabel('My number').press('Tab')
    await handset().getByText('Yes! How can we help?').waitFor()
    for (const watched of [ada, customer]) expect(unexpected(watched)).toEqual([])
  })

  test('a text with a broken signature waits in quarantine until the secret is mended', async () => {
    const { page } = ada
    const secret = String(sandbox.lines.get('line')!.values.secret)
    const inThread = page.url()
    await changeSecret('mistyped')
    await textIn('Does this one arrive?')
    await handset().locator('.failed summary', { hasText: 'signature' }).waitFor()
    await changeSecret(secret)

    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Quarantine' }).click()
    await page.getByRole('row').filter({ hasText: 'Our line' }).getByRole('link').first().click()
    await page.getByText('Does this one arrive?').waitFor()
    await page.getByRole('button', { name: 'Release' }).click()
    await page.getByText('Released; 1 new message').waitFor()
    await page.getByText('Nothing in quarantine').waitFor()
    await page.goto(inThread)
    await thread().getByText('Does this one arrive?').waitFor()
  })
})

describe('live updates', () => {
  test('what came while the connection was away is there when it is back, once', async () => {
    const { page } = ada
    const sockets = new Set<WebSocketRoute>()
    let away = false
    await page.routeWebSocket(/\/api\/v1\/stream/, (socket) => {
      if (away) return void socket.close()
      sockets.add(socket)
      socket.connectToServer()
    })
    await page.reload()
    await thread().getByText('Does this one arrive?').waitFor()
    await expect.poll(() => sockets.size).toBeGreaterThan(0)
    await textIn('Before the gap')
    await thread().getByText('Before the gap').waitFor()
    away = true
    for (const socket of sockets) await socket.close()
    await page
      .getByRole('status')
      .getByText(/connection/i)
      .waitFor()
    await textIn('In the gap, one')
    await textIn('In the gap, two')
    expect(await thread().getByText('In the gap').count()).toBe(0)
    away = false
    await thread().getByText('In the gap, two').waitFor()
    expect(await thread().getByText('In the gap').allInnerTexts()).toEqual([
      'In the gap, one',
      'In the gap, two',
    ])
    await page
      .getByRole('status')
      .getByText(/connection/i)
      .waitFor({ state: 'detached' })
  })

  test('the gateway starts anew, and the page goes on by itself', async () => {
    await gateway.stop()
    gateway = await start()
    await textIn('After the restart')
    await thread().getByText('After the restart').waitFor()
    expect(await thread().getByText('After the restart').count()).toBe(1)
    await ada.page.getByRole('textbox', { name: 'Message' }).fill('Still here.')
    await ada.page.getByRole('button', { name: 'Send' }).click()
    await handset().getByText('Still here.').waitFor()
  })
})

describe('nothing serious for axe', () => {
  test.each([
    ['light', 1280],
    ['dark', 360],
  ] as const)('%s, %d pixels wide', async (colorScheme, width) => {
    const look = await openPage(browser, {
      baseURL: gateway.url,
      colorScheme,
      viewport: { width, height: 760 },
    })
    const { page } = look
    const check = async (what: string) => {
      expect(await accessibilityFindings(page), what).toEqual([])
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      expect(overflow, `${what} is wider than the window`).toBeLessThanOrEqual(0)
    }
    await page.goto('/')
    await page.getByRole('button', { name: 'Sign in' }).waitFor()
    await check('sign-in')
    await signIn(page, administrator)
    await page.goto('/inbox/mine')
    await conversations(page).first().waitFor()
    await check('inbox')
    await conversations(page).first().getByRole('link').click()
    await page.getByRole('log', { name: 'Messages' }).getByText('Still here.').waitFor()
    await check('thread')
    await page.goto('/channels')
    await page.getByText('Our line').first().waitFor()
    await check('channels')
    await page.goto(channelPath)
    await page.getByRole('heading', { name: 'Senders' }).waitFor()
    await check('channel')
    expect(unexpected(look)).toEqual([])
    await look.close()
  })
})
