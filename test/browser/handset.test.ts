import { createHmac } from 'node:crypto'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Sandbox, startSandbox } from '../../sandbox/server.ts'
import { accessibilityFindings, launchBrowser, openPage, type WatchedPage } from '../support/browser.ts'
import { type FakeServer, fakeServer } from '../support/fake-server.ts'

const red = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
)

let browser: Browser
let gateway: FakeServer
let sandbox: Sandbox
let watched: WatchedPage
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())
beforeEach(async () => {
  gateway = await fakeServer(({ method }) =>
    method === 'GET'
      ? { status: 200, body: red.toString('latin1'), headers: { 'content-type': 'image/png' } }
      : { status: 204 },
  )
  sandbox = await startSandbox({
    port: 0,
    receiptDelaysMs: [10, 20],
    webhookPausesMs: [10, 10],
    lines: [{ name: 'First line' }, { id: 'second', name: 'Second line', numbers: ['+12025550188'] }],
  })
})
afterEach(async () => {
  await watched.close()
  await sandbox.close()
  await gateway.close()
})

const phone = () => watched.page.getByRole('log')

async function open(options = {}) {
  watched = await openPage(browser, { baseURL: sandbox.url, ...options })
  await watched.page.goto('/')
  await watched.page.locator('#link.on').waitFor()
  return watched.page
}

const fromBusiness = (text: string, mediaUrls: string[] = []) =>
  fetch(`${sandbox.url}/carriers/generic/messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${sandbox.lines.get('generic')!.values.api_key}` },
    body: JSON.stringify({ from: '+12025550123', to: '+12025550101', text, media_urls: mediaUrls }),
  })

test('a customer texts, is answered, and sees what became of each message', async () => {
  const page = await open()
  await page.getByLabel('Webhook URL').fill(`${gateway.url}/hook`)
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved').waitFor()

  await page.getByLabel('Text message').fill('Hello <b>there</b>')
  await page.getByLabel('Text message').press('Enter')
  await phone().getByText('Hello <b>there</b>').waitFor()
  await phone().getByText('delivered to the gateway').waitFor()
  expect(gateway.seen).toHaveLength(1)

  await fromBusiness('Hi, how can we help?')
  await phone().getByText('Hi, how can we help?').waitFor()
  await phone().getByText('+12025550123 · delivered').waitFor()
  expect(watched.complaints).toEqual([])
})

test('a refused message says so', async () => {
  gateway.setAnswer(() => ({ status: 400, body: JSON.stringify({ code: 'signature_mismatch' }) }))
  sandbox.lines.get('generic')!.patch({ webhook_url: `${gateway.url}/hook` })
  const page = await open()
  await page.getByLabel('Text message').fill('Hello')
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await phone().locator('.failed summary', { hasText: 'signature_mismatch' }).waitFor()
  expect(gateway.seen).toHaveLength(3)
})

test('pictures go both ways', async () => {
  sandbox.lines.get('generic')!.patch({ webhook_url: `${gateway.url}/hook` })
  const page = await open()
  await page
    .getByLabel('Attach a file')
    .setInputFiles({ name: 'red.png', mimeType: 'image/png', buffer: red })
  await page.getByRole('button', { name: 'Remove red.png' }).waitFor()
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await phone().getByAltText('red.png').waitFor()

  gateway.setAnswer(() => ({
    status: 200,
    body: red.toString('latin1'),
    headers: { 'content-type': 'image/png' },
  }))
  await fromBusiness('Look', [`${gateway.url}/blue.png`])
  await phone().getByAltText('blue.png').waitFor()
  expect(watched.complaints).toEqual([])
})

test('faults are added, used up and taken off', async () => {
  const page = await open()
  const list = page.getByRole('list', { name: 'Faults to come' })
  await page.getByLabel('What goes wrong').selectOption('429, too many requests')
  await page.getByLabel('Retry-After').fill('9')
  await page.getByRole('button', { name: 'Add fault' }).click()
  await list.getByText('429, too many requests (9), the next message').waitFor()
  await page.getByLabel('What goes wrong').selectOption("One of the carrier's errors")
  await page.locator('#error').selectOption('file too large')
  await page.locator('#times').selectOption('every message')
  await page.getByRole('button', { name: 'Add fault' }).click()
  await list.getByText('(file too large), every message').waitFor()

  expect((await fromBusiness('one')).headers.get('retry-after')).toBe('9')
  await list.getByText('429').waitFor({ state: 'detached' })
  expect((await fromBusiness('two')).status).toBe(413)
  await list.getByRole('button').click()
  await list.getByText('file too large').waitFor({ state: 'detached' })
  expect((await fromBusiness('three')).status).toBe(200)
  expect(watched.complaints).toEqual([])
})

test('each line and each own number has its own messages', async () => {
  await fromBusiness('for the first')
  const page = await open()
  await phone().getByText('for the first').waitFor()
  await page.getByLabel('My number').fill('+1 202 555 0102')
  await page.getByLabel('My number').press('Tab')
  await phone().getByText('You are the customer').waitFor()
  await page.locator('#line').selectOption('Second line')
  await page.locator('#business').getByText('+12025550188').waitFor({ state: 'attached' })
})

test('in a chat the customer reacts, takes it back, answers and reads', async () => {
  const line = sandbox.lines.add({ provider: 'messenger', webhook_url: `${gateway.url}/hook` })
  const { business, customer } = line.addresses
  const proof = createHmac('sha256', String(line.values.app_secret))
    .update(String(line.values.access_token))
    .digest('hex')
  const answer = await fetch(
    `${sandbox.url}/carriers/messenger/v25.0/${business}/messages?appsecret_proof=${proof}`,
    {
      method: 'POST',
      headers: { authorization: `Bearer ${line.values.access_token}` },
      body: JSON.stringify({
        recipient: { id: customer },
        messaging_type: 'RESPONSE',
        message: { text: 'Cake or pie?' },
      }),
    },
  )
  const { message_id: mid } = (await answer.json()) as { message_id: string }
  const page = await open()
  await page.locator('#line').selectOption('messenger line')
  await phone().getByText('Cake or pie?').waitFor()
  await phone().getByText(`${business} · delivered`).waitFor()

  const posted = () => gateway.seen.map(({ body }) => JSON.parse(body.toString()).entry[0].messaging[0])
  await page.getByRole('button', { name: 'React with ❤️' }).click()
  await phone().locator('.reactions', { hasText: '❤️' }).waitFor()
  await page.getByRole('button', { name: 'React with ❤️', pressed: true }).click()
  await phone().locator('.reactions').waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Reply', exact: true }).click()
  await page.getByLabel('Text message').fill('Pie')
  await page.getByLabel('Text message').press('Enter')
  await phone().locator('blockquote', { hasText: 'Cake or pie?' }).waitFor()
  await page.getByRole('button', { name: 'Read all' }).click()
  await phone().getByText(`${business} · read`).waitFor()

  expect(
    posted()
      .filter(({ reaction }) => reaction)
      .map(({ reaction }) => reaction),
  ).toEqual([
    { mid, action: 'react', reaction: 'other', emoji: '❤️' },
    { mid, action: 'unreact' },
  ])
  expect(posted().find(({ message }) => message?.text === 'Pie').message.reply_to.mid).toBe(mid)
  expect(posted().at(-1).read.watermark).toBeGreaterThan(0)
  expect(watched.complaints).toEqual([])
})

test.each(['light', 'dark'] as const)('a chat is accessible, %s', async (colorScheme) => {
  for (const provider of ['messenger', 'whatsapp']) {
    const line = sandbox.lines.add({ id: provider, provider, webhook_url: `${gateway.url}/hook` })
    await sandbox.text(line, { text: 'Hello', reply_to: 'unknown' })
    line.thread.add({
      by: 'business',
      customer: line.addresses.customer,
      business: line.addresses.business,
      text: 'Hello from the business',
      message_id: 'm',
      files: [],
    })
    line.thread.react('customer', 'm', '👍')
  }
  const page = await open({ colorScheme, viewport: { width: 360, height: 740 } })
  for (const provider of ['messenger', 'whatsapp']) {
    await page.locator('#line').selectOption(`${provider} line`)
    await phone().locator('.reactions').waitFor()
    expect(await accessibilityFindings(page)).toEqual([])
    if (process.env.SCREENSHOTS)
      await page.screenshot({ path: `${process.env.SCREENSHOTS}/handset-${provider}-${colorScheme}.png` })
  }
})

test.each(['light', 'dark'] as const)('is accessible, also on a phone, %s', async (colorScheme) => {
  sandbox.lines.get('generic')!.patch({ webhook_url: `${gateway.url}/hook` })
  sandbox.lines.get('generic')!.faults.set([{ kind: 'receipts_failed' }])
  for (const viewport of [
    { width: 1280, height: 800 },
    { width: 360, height: 740 },
  ]) {
    await watched?.close()
    const page = await open({ colorScheme, viewport })
    await sandbox.text(sandbox.lines.get('generic')!, {
      text: `A text with a very long address https://example.com/${'a'.repeat(80)}`,
    })
    await fromBusiness('Hello from the business')
    await phone().getByText('Hello from the business').first().waitFor()
    await phone().locator('summary').first().click()
    expect(await accessibilityFindings(page)).toEqual([])
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect(wide).toBeLessThanOrEqual(0)
    if (process.env.SCREENSHOTS)
      await page.screenshot({
        path: `${process.env.SCREENSHOTS}/handset-${colorScheme}-${viewport.width}.png`,
      })
  }
})
