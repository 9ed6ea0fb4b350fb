import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Line } from '../../sandbox/lines.ts'
import { type AgentWorld, agentWorld } from '../support/agent-world.ts'
import { accessibilityFindings, type WatchedPage } from '../support/browser.ts'

/** What an agent sees of customers on WhatsApp and Messenger. The tests go on from one another. */
const phoneNumberId = '106540352242922'
const pageId = '1234567890'
const dayMs = 86_400_000
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
)

let world: AgentWorld
let ada: WatchedPage
let whatsapp: Line
let messenger: Line

beforeAll(async () => {
  world = await agentWorld()
  ada = world.agent
  ;({ line: whatsapp } = await world.connect('whatsapp', phoneNumberId))
  ;({ line: messenger } = await world.connect('messenger', pageId))
  await world.api.post('/channels/1/templates/sync')
})
afterAll(() => world?.stop())

let serial = 0
/** What a customer does on WhatsApp, as Meta tells it; the vendor's id of the message. */
async function does(what: object, from = '16505551234', atMs = Date.now()): Promise<string> {
  const id = `wamid.${++serial}`
  const message = { from, id, timestamp: String(Math.floor(atMs / 1000)), ...what }
  const metadata = { display_phone_number: '15550783881', phone_number_id: phoneNumberId }
  const contacts = [{ profile: { name: 'Mia Chen' }, wa_id: from }]
  const value = { messaging_product: 'whatsapp', metadata, contacts, messages: [message] }
  const entry = [{ id: '1', changes: [{ field: 'messages', value }] }]
  await world.post(whatsapp, { object: 'whatsapp_business_account', entry })
  return id
}
const says = (body: string, more: object = {}, atMs = Date.now()) =>
  does({ type: 'text', text: { body }, ...more }, '16505551234', atMs)

const thread = () => ada.page.getByRole('log', { name: 'Messages' })
const writing = () => ada.page.getByRole('textbox', { name: 'Message', exact: true })
const picker = () => ada.page.getByRole('region', { name: 'Send a template' })
const preview = () => ada.page.getByRole('group', { name: 'What the customer will see' })

describe('the time to answer', () => {
  test('turns the composer into the template picker when it ends, with the page open', async () => {
    await says('Is my order on its way?', {}, Date.now() - dayMs + 15_000)
    await world.openConversation('+16505551234')
    await writing().fill('A draft that stays')
    await ada.page.getByText('under a minute left to answer freely').first().waitFor()
    await picker().waitFor({ timeout: 40_000 })
    expect(await writing().count()).toBe(0)
    await world.shot('picker')
    expect(await accessibilityFindings(ada.page)).toEqual([])
  })

  test('leaves templates that cannot be sent in the list, with the reason', async () => {
    await picker().getByRole('searchbox').fill('survey')
    const row = picker().getByRole('button', { name: /survey/ })
    expect(await row.getAttribute('aria-disabled')).toBe('true')
    await row
      .getByText(/paused/i)
      .first()
      .waitFor()
    await picker().getByRole('searchbox').fill('')
  })

  test('a template is filled in beside what the customer will see, and what is missing is named', async () => {
    await picker().getByRole('searchbox').fill('order_update')
    await picker()
      .getByRole('button', { name: /order_update.*English/ })
      .click()
    await picker().getByLabel('{{1}} in the heading').fill('1042')
    await picker().getByLabel('{{1}} in the text').fill('Mia')
    await preview().getByText('Order 1042').waitFor()
    await preview().getByText('Hello Mia, your order {{2}} is on its way').waitFor()
    await picker().getByRole('button', { name: 'Send' }).click()
    await picker()
      .getByText(/^Still missing: \{\{2\}\} in the text/)
      .waitFor()
    await picker().getByLabel('{{2}} in the text').fill('1042')
    const day = picker().getByLabel('{{3}} in the text')
    await day.fill('on     Tuesday')
    await picker().getByLabel('End of the address of “Track it”').fill('1042')
    await picker().getByRole('button', { name: 'Send' }).click()
    await picker().getByText('No more than four spaces in a row, and no line breaks').waitFor()
    expect(await day.evaluate((field) => field === document.activeElement)).toBe(true)
    await day.fill('on Tuesday')
    await preview().getByText('https://shop.example/orders/1042').waitFor({ state: 'attached' })
    await world.shot('template')
    expect(await accessibilityFindings(ada.page)).toEqual([])
    await picker().getByRole('button', { name: 'Send' }).click()
    await thread().getByText('Hello Mia, your order 1042 is on its way and arrives on Tuesday.').waitFor()
    await thread().getByText('Stop updates').waitFor()
    await expect
      .poll(() => world.sandbox.ledger.entries.at(-1)?.text)
      .toContain('[ Track it ] [ Stop updates ]')
  })

  test('a picture stands above a template', async () => {
    await picker()
      .getByRole('button', { name: /reservation_confirmation/ })
      .click()
    await picker()
      .locator('input[type=file]')
      .setInputFiles({ name: 'table.png', mimeType: 'image/png', buffer: png })
    await preview().getByRole('img', { name: 'table.png' }).waitFor()
    for (const [name, value] of [
      ['number of guests', '4'],
      ['day', 'Friday'],
      ['time', '19:30'],
    ] as const) {
      await picker().getByLabel(`${name} in the text`).fill(value)
    }
    await preview().getByText('Your table for 4 on Friday at 19:30 is confirmed.').waitFor()
    await picker().getByRole('button', { name: 'Send' }).click()
    await thread().getByRole('img', { name: 'table.png' }).waitFor()
  })

  test('a place comes from a pasted map link', async () => {
    await picker()
      .getByRole('button', { name: /driver_here/ })
      .click()
    const place = picker().getByRole('textbox', { name: 'Place', exact: true })
    await place.fill('https://maps.app.goo.gl/AbCdEf')
    await picker().getByText('A short link does not tell the place.').waitFor()
    await place.fill('https://maps.apple.com/?ll=40.7128,-74.006&q=Pier%2017')
    await preview().getByText('Pier 17').waitFor()
    await picker().getByLabel('{{1}} in the text').fill('Sam')
    await picker().getByRole('button', { name: 'Send' }).click()
    await thread().getByText('Your driver Sam waits here.').waitFor()
    await thread().getByText('40.7128, -74.006').waitFor()
  })

  test('begins again when the customer writes, and the draft is still there', async () => {
    await world.sandbox.text(whatsapp, { from: '+16505551234', text: 'Thank you!' })
    await expect.poll(() => writing().inputValue()).toBe('A draft that stays')
    await ada.page
      .getByText(/2[34] h \d+ min left to answer freely/)
      .first()
      .waitFor()
  })
})

describe('a thread', () => {
  test('shows places, people, orders and what cannot be shown', async () => {
    await does({
      type: 'location',
      location: { latitude: 52.52, longitude: 13.405, name: 'Gate', address: 'Pariser Platz' },
    })
    await does({
      type: 'contacts',
      contacts: [{ name: { formatted_name: 'Lee Wong' }, phones: [{ phone: '+1 202 555 0142' }] }],
    })
    const product_items = [{ product_retailer_id: 'kettle', quantity: 2, item_price: 30, currency: 'EUR' }]
    await does({ type: 'order', order: { catalog_id: '1', product_items } })
    await does({ type: 'unsupported', errors: [{ code: 131051, title: 'Message type unknown' }] })
    const referral = {
      source_url: 'https://ad.example/1',
      source_type: 'ad',
      source_id: '1',
      headline: 'Kettles',
    }
    await says('Still for sale?', { referral })
    const map = thread().getByRole('link', { name: 'Open on a map' }).last()
    await map.waitFor()
    expect(await map.getAttribute('href')).toContain('mlat=52.52&mlon=13.405')
    await thread().getByText('Lee Wong').waitFor()
    await thread()
      .getByText(/2 × kettle/)
      .waitFor()
    await thread().getByText('The customer sent something that cannot be shown here.').waitFor()
    await thread().getByText('Came from an advertisement').waitFor()
    await world.shot('content')
    expect(await accessibilityFindings(ada.page)).toEqual([])
  })

  test('quotes, and leads to what was quoted', async () => {
    await thread().getByText('Still for sale?').hover()
    await thread()
      .locator('[data-message]', { hasText: 'Still for sale?' })
      .getByRole('button', { name: 'Answer this message' })
      .click()
    await ada.page.getByText('Answers: Still for sale?').waitFor()
    await writing().fill('Yes, two are left')
    await writing().press('Enter')
    await thread().getByText('Yes, two are left').waitFor()
    const quotation = thread().getByRole('button', { name: 'Answers: Still for sale?. Go there' })
    await quotation.click()
    await expect
      .poll(() => ada.page.evaluate(() => document.activeElement?.textContent ?? ''))
      .toContain('Still for sale?')
    // The page around the thread stays where it is.
    expect(await ada.page.evaluate(() => document.scrollingElement?.scrollHeight)).toBe(860)
  })

  test('takes reactions of both', async () => {
    await world.sandbox.text(whatsapp, { from: '+16505551234', text: 'Great' })
    const id = whatsapp.thread.bubbles.at(-1)?.message_id
    const bubble = thread().locator('[data-message]', { hasText: 'Great' })
    await bubble.getByText('Great').hover()
    await bubble.getByRole('button', { name: 'React' }).click()
    const menu = (await ada.page.getByRole('menu').boundingBox())!
    const last = (await ada.page.getByRole('menuitem').last().boundingBox())!
    // All of them are in view.
    expect(last.x + last.width).toBeLessThanOrEqual(menu.x + menu.width)
    await ada.page.getByRole('menuitem', { name: '👍' }).click()
    await bubble.getByRole('img', { name: '👍 from us' }).waitFor()
    expect(whatsapp.thread.bubbles.find((one) => one.message_id === id)?.reactions).toMatchObject({
      business: '👍',
    })
    await does({ type: 'reaction', reaction: { message_id: id, emoji: '🎉' } })
    await bubble.getByRole('img', { name: '🎉 from the customer' }).waitFor()
    await world.shot('reactions')
    expect(await accessibilityFindings(ada.page)).toEqual([])
  })
})

describe('a new conversation', () => {
  test('begins with a template on WhatsApp', async () => {
    await ada.page.getByRole('button', { name: 'New conversation' }).click()
    const dialog = ada.page.getByRole('dialog')
    const to = dialog.getByRole('textbox', { name: 'To', exact: true })
    await to.fill('0650 555')
    await dialog.getByText('A conversation begins with a template here.').waitFor()
    await dialog.getByRole('button', { name: /hello_world/ }).click()
    await dialog.getByText('This template has nothing to fill in.').waitFor()
    await dialog.getByRole('button', { name: 'Send' }).click()
    await dialog.getByText('Write the number with + and its country code').waitFor()
    ada.complaints.length = 0
    await to.fill('+16505550777')
    await world.shot('start')
    expect(await accessibilityFindings(ada.page)).toEqual([])
    await dialog.getByRole('button', { name: 'Send' }).click()
    await thread().getByText('Welcome and congratulations!').waitFor()
    await picker().waitFor()
  })
})

describe('the channel page', () => {
  test('lists the templates and fetches them anew', async () => {
    await ada.page.goto('/channels/1')
    await ada.page.getByRole('button', { name: 'Fetch now' }).click()
    await ada.page.getByText(/\d+ templates, fetched/).waitFor()
    await ada.page
      .getByRole('listitem')
      .filter({ hasText: 'cheap_pills' })
      .getByText('Rejected', { exact: true })
      .waitFor()
    await world.shot('channel')
    expect(await accessibilityFindings(ada.page)).toEqual([])
  })
})

describe('a customer on Messenger', () => {
  test('who wrote too long ago cannot be written to, and the page says so', async () => {
    const at = Date.now() - 2 * dayMs
    const message = { mid: 'm_1', text: 'Anybody there?' }
    const messaging = [{ sender: { id: '5551' }, recipient: { id: pageId }, timestamp: at, message }]
    await world.post(messenger, { object: 'page', entry: [{ id: pageId, time: at, messaging }] })
    await world.openConversation('5551')
    await ada.page.getByText('Nothing can be sent here until the customer writes again.').waitFor()
    expect(await writing().count()).toBe(0)
    expect(await accessibilityFindings(ada.page)).toEqual([])
    expect(ada.complaints.filter((one) => !/status of 401/.test(one))).toEqual([])
  })
})
