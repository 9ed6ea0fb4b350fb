import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Sandbox, startSandbox } from '../../sandbox/server.ts'
import { accessibilityFindings, launchBrowser, openPage, type WatchedPage } from '../support/browser.ts'
import { sqlite, type TestDatabase } from '../support/database.ts'
import { type GatewayProcess, startGateway } from '../support/process.ts'

/** What an administrator does, in their own browser against the built gateway. The tests go on from one another. */
const administrator = { email: 'ada@example.com', password: 'violet-otter-42-lamp' }
const number = '+12025550123'

let database: TestDatabase
let gateway: GatewayProcess
let sandbox: Sandbox
let browser: Browser
let ada: WatchedPage

beforeAll(async () => {
  database = await sqlite.open()
  gateway = await startGateway({
    dataDir: database.dataDir,
    env: {
      TRUNKLINE_ALLOW_PRIVATE_ADDRESSES: 'true',
      TRUNKLINE_ADMIN_EMAIL: administrator.email,
      TRUNKLINE_ADMIN_PASSWORD: administrator.password,
    },
  })
  sandbox = await startSandbox({ port: 0, webhookPausesMs: [] })
  sandbox.lines.add({ id: 'line', numbers: [number] })
  browser = await launchBrowser()
  ada = await openPage(browser, { baseURL: gateway.url })
  await signIn(ada.page, administrator)
})
afterAll(async () => {
  await browser?.close()
  await sandbox?.close()
  await gateway?.stop()
  await database?.drop()
})

async function signIn(page: Page, { email, password }: { email: string; password: string }) {
  await page.goto('/')
  await page.getByLabel('E-mail address').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('navigation', { name: 'Main' }).waitFor()
}

const button = (name: string | RegExp) => ada.page.getByRole('button', { name, exact: true })
const field = (name: string) => ada.page.getByRole('textbox', { name })
const line = () => sandbox.lines.get('line')!
const view = () => line().view(sandbox.url)
/** The row of a table that holds a text. */
const row = (text: string) => ada.page.getByRole('row').filter({ hasText: text })

describe('a channel', () => {
  test('is added from the fields of its provider, each mistake told where it was made', async () => {
    const { page } = ada
    await page.getByRole('link', { name: 'Channels' }).click()
    await page.getByText('No channels yet').waitFor()
    await page.getByRole('link', { name: 'Add a channel' }).first().click()
    await page.getByText('Generic SMS API', { exact: true }).first().click()

    await button('Create the channel').click()
    expect(await page.getByText('This is needed.').count()).toBe(2)
    expect(await field('Name').evaluate((input) => input === document.activeElement)).toBe(true)

    await field('Name').fill('Harbour SMS')
    const { credentials } = view()
    await page.getByLabel('API key').fill(String(credentials.api_key))
    await page.getByLabel('Secret', { exact: true }).fill(String(credentials.secret))
    await field('Messages per second').fill('5000')
    await button('Create the channel').click()
    await page.getByText('At most 1000.').waitFor()

    // What only the gateway refuses is told at its field too.
    await field('Messages per second').fill('20')
    await field('Send URL').fill('https://user:word@carrier.example/send')
    await button('Create the channel').click()
    await page.getByText('must not hold a user name or a password').waitFor()
    expect(await field('Send URL').getAttribute('aria-invalid')).toBe('true')

    await field('Send URL').fill('')
    await field('API base URL').fill(view().api_base_url)
    await button('Create the channel').click()
    await page.getByRole('heading', { name: 'Harbour SMS' }).waitFor()
    // The first check runs by itself; the page hears of it.
    await page.getByRole('status').getByText('Connected').waitFor()
  })

  test('tells when it was checked, and what its carrier said', async () => {
    const { page } = ada
    await page.getByText('Checked ').waitFor()
    await page.getByRole('link', { name: 'Settings' }).click()
    const apiKey = String(view().credentials.api_key)
    await page.getByText(`Set, ends with …${apiKey.slice(-4)}`).waitFor()
    expect(await page.content()).not.toContain(apiKey)
    await button('Replace: API key').click()
    await page.getByLabel('API key').fill('mistyped')
    await button('Save').click()
    await page.getByRole('status').getByText('Not authorised').waitFor()

    line().patch({ credentials: { api_key: 'mistyped' } })
    await button('Check now').click()
    await page.getByRole('status').getByText('Connected').waitFor()
  })

  test('says what protects it, and may take webhooks from some addresses only', async () => {
    const { page } = ada
    await page.getByText('Every webhook is signed with the secret.').waitFor()
    await page.getByRole('link', { name: 'Settings' }).click()
    await field('Allowed webhook addresses').fill('127.0.0.1, somewhere')
    await button('Save').click()
    await page.getByText('These must be IP addresses or networks').waitFor()
    await field('Allowed webhook addresses').fill('127.0.0.1, 2001:db8::/32')
    await button('Save').click()
    await page.getByText('Webhooks are taken from these addresses only: 127.0.0.1, 2001:db8::/32').waitFor()
  })

  test('has a page about its carrier, which opens from the form', async () => {
    const { page } = ada
    await page.getByRole('link', { name: 'Settings' }).click()
    const opened = page.context().waitForEvent('page')
    await page.getByRole('link', { name: 'How to set up Generic SMS API' }).click()
    const docs = await opened
    await docs.getByRole('heading', { level: 1 }).waitFor()
    expect(await accessibilityFindings(docs)).toEqual([])
    await docs.close()
    await page.getByRole('link', { name: 'Overview' }).click()
  })

  test('gets a sender, whose bad address is told where it was typed', async () => {
    const { page } = ada
    await button('Add a sender').click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Address').fill('12')
    await dialog.getByRole('button', { name: 'Add a sender' }).click()
    await expect.poll(() => dialog.getByLabel('Address').getAttribute('aria-invalid')).toBe('true')
    await dialog.getByLabel('Address').fill('+1 202 555 0123')
    await dialog.getByLabel('New conversations go to').selectOption({ index: 2 })
    await dialog.getByRole('button', { name: 'Add a sender' }).click()
    await row(number).waitFor()
    await dialog.waitFor({ state: 'detached' })
  })

  test('is not left with changes unsaved, by a link or by the way back', async () => {
    const { page } = ada
    await page.getByRole('link', { name: 'Settings' }).click()
    await field('Name').fill('Another name')
    await page.getByRole('link', { name: 'Overview' }).click()
    const dialog = page.getByRole('dialog', { name: 'Leave without saving?' })
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await dialog.waitFor({ state: 'detached' })
    expect(await field('Name').inputValue()).toBe('Another name')
    await page.evaluate(() => history.back())
    await dialog.getByRole('button', { name: 'Leave' }).click()
    await page.getByRole('heading', { name: 'Senders' }).waitFor()
    await page.getByRole('heading', { name: 'Harbour SMS' }).waitFor()
  })
})

describe('quarantine', () => {
  test('a refused webhook appears by itself, shows what it holds, and becomes a message', async () => {
    const { page } = ada
    const webhookUrl = (await page.locator('code').first().textContent()) ?? ''
    line().patch({ webhook_url: webhookUrl, credentials: { secret: 'not the same' } })
    await page.getByRole('link', { name: 'Quarantine' }).click()
    await page.getByText('Nothing in quarantine').waitFor()
    await sandbox.text(line(), { text: '<img src=x onerror=alert(1)> hello' })
    await page.getByRole('link', { name: 'The signature does not match the content.' }).click()
    await page.getByText('<img src=x onerror=alert(1)> hello').waitFor()

    await button('Release').click()
    await page.getByRole('alert').getByText('It was judged again and refused').waitFor()
    await button('Accept in spite of the signature').click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('Nothing proves that the carrier sent this.', { exact: false }).waitFor()
    await dialog.getByRole('button', { name: 'Accept anyway' }).click()
    await page.getByText('Released; 1 new message').waitFor()
    await page.getByText('Nothing in quarantine').waitFor()

    await page.getByRole('link', { name: 'Channels' }).click()
    await page.getByRole('link', { name: 'Harbour SMS' }).click()
    await expect.poll(() => row(number).getByRole('cell').nth(6).textContent()).toBe('1')
  })

  test('the audit trail tells it in sentences', async () => {
    const { page } = ada
    await page.getByRole('link', { name: 'Audit' }).click()
    await page.getByText('released the refused webhook #1').waitFor()
    await page.getByLabel('About').selectOption({ label: 'Channels' })
    await page.getByText('added the channel Harbour SMS').waitFor()
    await expect.poll(() => page.getByText('released the refused webhook').count()).toBe(0)
  })
})

describe('people', () => {
  const ben = { email: 'ben@example.com', password: '' }

  test('an administrator adds an agent with a password made here', async () => {
    const { page } = ada
    await page.getByRole('link', { name: 'Extensions' }).click()
    await page.getByRole('link', { name: 'Add a person' }).click()
    ben.password = (await page.locator('code').first().textContent()) ?? ''
    await field('Name').fill('Ben Mora')
    await field('Number').fill('1000')
    await field('E-mail address').fill(ben.email)
    await button('Add the person').click()
    await page.getByText('Somebody else has this already.').waitFor()
    await field('Number').fill('1044')
    await button('Add the person').click()
    await page.getByRole('heading', { name: 'Ben Mora' }).waitFor()
  })

  test('an agent signs in with it, and finds no page for administrators', async () => {
    const other = await openPage(browser, { baseURL: gateway.url })
    await signIn(other.page, ben)
    expect(await other.page.getByRole('link', { name: 'Channels' }).count()).toBe(0)
    await other.page.goto('/channels')
    await other.page.getByText('There is no such page').waitFor()
    await other.close()
  })
})

describe('nothing serious for axe', () => {
  const paths = [
    '/channels',
    '/channels/1',
    '/channels/1/settings',
    '/channels/new',
    '/extensions',
    '/extensions/2',
    '/queues',
    '/queues/new',
    '/quarantine?state=released',
    '/quarantine/1',
    '/opt-outs',
    '/audit',
    '/system',
  ]
  test.each([
    ['light', 1280],
    ['dark', 360],
  ] as const)('%s, %d pixels wide', async (colorScheme, width) => {
    const look = await openPage(browser, {
      baseURL: gateway.url,
      colorScheme,
      viewport: { width, height: 760 },
    })
    await signIn(look.page, administrator)
    // Asking who is signed in was answered with nobody.
    look.complaints.length = 0
    for (const path of paths) {
      await look.page.goto(path)
      await look.page.getByRole('heading', { level: 1 }).waitFor()
      await look.page.locator('.chakra-skeleton').first().waitFor({ state: 'detached' })
      expect(await accessibilityFindings(look.page), path).toEqual([])
      const overflow = await look.page.evaluate(
        () => document.documentElement.scrollWidth - window.innerWidth,
      )
      expect(overflow, `${path} is wider than the window`).toBeLessThanOrEqual(0)
    }
    expect(look.complaints).toEqual([])
    await look.close()
  })
})
