import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Line } from '../../sandbox/lines.ts'
import { type AgentWorld, agentWorld } from '../support/agent-world.ts'
import { accessibilityFindings } from '../support/browser.ts'

/** What an agent has for chats besides words, and what the channel page tells. The tests go on from one another. */
const phoneNumberId = '106540352242922'
const pageId = '682498302938465'
const mia = '+16505551234'
const psid = '5794982867201265'

let world: AgentWorld
let whatsapp: Line
let messenger: Line
let whatsappId: number

beforeAll(async () => {
  world = await agentWorld()
  const connected = await world.connect('whatsapp', phoneNumberId)
  whatsapp = connected.line
  whatsappId = connected.channelId
  messenger = (await world.connect('messenger', pageId)).line
  await world.api.post(`/channels/${whatsappId}/templates/sync`)
})
afterAll(() => world?.stop())

const page = () => world.agent.page
const thread = () => page().getByRole('log', { name: 'Messages' })
const writing = () => page().getByRole('textbox', { name: 'Message', exact: true })
const dialog = () => page().getByRole('dialog')
const preview = () => dialog().getByRole('group', { name: 'What the customer will see' })
const tool = (name: string) => page().getByRole('button', { name, exact: true })
const focused = () => page().evaluate(() => document.activeElement?.textContent ?? '')
const fieldInFocus = () =>
  page().evaluate(() => (document.activeElement as HTMLInputElement | null)?.labels?.[0]?.textContent ?? '')

/** Meta, of Mia at the WhatsApp number. */
const tells = (value: object) =>
  world.post(whatsapp, {
    object: 'whatsapp_business_account',
    entry: [{ id: whatsapp.values.waba_id, changes: [value] }],
  })

describe('a place, while one may write freely', () => {
  test('comes from a pasted map link, by keyboard alone, and the draft stays', async () => {
    await world.sandbox.text(whatsapp, { from: mia, text: 'Where is your shop?' })
    await world.openConversation(mia)
    await writing().fill('It is open until six')
    await tool('Send a location').focus()
    await page().keyboard.press('Enter')
    await preview().getByText('The place will be shown here.').waitFor()
    await page().keyboard.press('Enter')
    await dialog().getByText('Needed').waitFor()
    await page().keyboard.type('https://maps.app.goo.gl/AbCdEf')
    await dialog().getByText('A short link does not tell the place.').waitFor()
    await page().keyboard.press('Control+A')
    await page().keyboard.type('https://www.google.com/maps/place/Pier+17/@40.7057,-74.0015,17z')
    await preview().getByText('40.7057, -74.0015').waitFor()
    await page().keyboard.press('Tab')
    await page().keyboard.press('Tab')
    await page().keyboard.type('89 South Street')
    await preview().getByText('89 South Street').waitFor()
    await world.shot('place')
    expect(await accessibilityFindings(page())).toEqual([])
    await page().keyboard.press('Enter')
    await dialog().waitFor({ state: 'detached' })
    const sent = thread().locator('[data-message]', { hasText: 'Pier 17' })
    await sent.getByText('89 South Street').waitFor()
    await sent.getByText('Delivered').waitFor()
    expect(await writing().inputValue()).toBe('It is open until six')
    expect(world.sandbox.ledger.entries.at(-1)?.text).toContain('Pier 17')
  })

  test('answers the message that one was answering', async () => {
    const bubble = thread().locator('[data-message]', { hasText: 'Where is your shop?' }).first()
    await bubble.getByText('Where is your shop?').hover()
    await bubble.getByRole('button', { name: 'Answer this message' }).click()
    await tool('Send a location').click()
    await dialog().getByRole('textbox', { name: 'Place', exact: true }).fill('40.7, -74')
    await dialog().getByRole('button', { name: 'Send' }).click()
    await thread().getByRole('button', { name: 'Answers: Where is your shop?. Go there' }).waitFor()
    await page().getByText('Answers: Where is your shop?', { exact: true }).waitFor({ state: 'detached' })
  })

  test('is not offered where the channel takes none', async () => {
    await world.sandbox.text(messenger, { from: psid, text: 'Hello there' })
    await world.openConversation(psid)
    await writing().waitFor()
    expect(await tool('Send a location').count()).toBe(0)
    expect(await tool('Send a template').count()).toBe(0)
  })
})

describe('a template, while one may write freely', () => {
  test('is chosen and filled in with the focus where the next thing is to be done', async () => {
    await world.openConversation(mia)
    await tool('Send a template').click()
    await dialog()
      .getByRole('button', { name: /autumn_coupon/ })
      .click()
    await expect.poll(fieldInFocus).toBe('{{1}} in the text')
    await dialog().getByRole('button', { name: 'Back to the templates' }).click()
    await expect.poll(focused).toContain('autumn_coupon')
    await dialog()
      .getByRole('button', { name: /order_update English|order_update American/ })
      .click()
    for (const [name, value] of [
      ['{{1}} in the heading', '1042'],
      ['{{1}} in the text', 'Mia'],
      ['{{3}} in the text', 'on Tuesday'],
    ] as const) {
      await dialog().getByLabel(name).fill(value)
    }
    await dialog().getByRole('button', { name: 'Send' }).click()
    await dialog().getByText('Still missing: {{2}} in the text, End of the address').waitFor()
    expect(await fieldInFocus()).toBe('{{2}} in the text')
    await dialog().getByLabel('{{2}} in the text').fill('1042')
    await dialog().getByLabel('End of the address of “Track it”').fill('1042')
    await preview().getByText('Hello Mia, your order 1042 is on its way and arrives on Tuesday.').waitFor()
    await world.shot('template')
    expect(await accessibilityFindings(page())).toEqual([])
    await dialog().getByRole('button', { name: 'Send' }).click()
    await dialog().waitFor({ state: 'detached' })
    await thread().getByText('Hello Mia, your order 1042').waitFor()
    expect(await writing().inputValue()).toBe('It is open until six')
  })

  test('is refused with the reason where the customer stopped marketing', async () => {
    await tells({
      field: 'user_preferences',
      value: {
        messaging_product: 'whatsapp',
        metadata: { display_phone_number: '15550783881', phone_number_id: phoneNumberId },
        contacts: [{ profile: { name: 'Mia' }, wa_id: mia.slice(1) }],
        user_preferences: [
          {
            wa_id: mia.slice(1),
            category: 'marketing_messages',
            detail: 'User requested to stop marketing messages',
            value: 'stop',
            timestamp: Math.floor(Date.now() / 1000),
          },
        ],
      },
    })
    await tool('Send a template').click()
    const coupon = dialog().getByRole('button', { name: /autumn_coupon/ })
    await coupon.getByText('The customer has stopped marketing messages.').waitFor()
    expect(await coupon.getAttribute('aria-disabled')).toBe('true')
    expect(
      await dialog()
        .getByRole('button', { name: /hello_world/ })
        .getAttribute('aria-disabled'),
    ).toBe('false')
    await page().keyboard.press('Escape')
    await dialog().waitFor({ state: 'detached' })
  })
})

describe('an opt-out that is noted', () => {
  test('does not send the customer for a word that counts in text messages only', async () => {
    await page().getByRole('button', { name: 'Note an opt-out' }).click()
    await dialog().getByRole('textbox', { name: "The customer's words" }).fill('No more, please')
    await dialog().getByRole('button', { name: 'Save' }).click()
    const note = page().getByRole('note').filter({ hasText: 'asked for no more messages' })
    await note.getByText('once they ask for it and somebody allows it here').waitFor()
    expect(await note.textContent()).not.toContain('START')
    await note.getByRole('button', { name: 'Allow messages again' }).click()
    await dialog().getByRole('textbox', { name: "The customer's words" }).fill('Do write')
    await dialog().getByRole('button', { name: 'Save' }).click()
    await writing().waitFor()
  })
})

describe("a contact's picture", () => {
  const marks = () => page().locator(`img[src^="/api/v1/contacts/"][src$="/picture"]`)

  test('stands in the list, the header, beside the messages and in the details', async () => {
    await world.openConversation(psid)
    await expect.poll(() => marks().count()).toBe(4)
    for (const mark of await marks().all()) {
      await expect
        .poll(() => mark.evaluate((element) => (element as HTMLImageElement).naturalWidth))
        .toBeGreaterThan(0)
      expect(await mark.evaluate((element) => getComputedStyle(element).visibility)).toBe('visible')
      // The name stands beside it.
      expect(await mark.getAttribute('alt')).toBe('')
    }
    await world.shot('picture')
    expect(await accessibilityFindings(page())).toEqual([])
  })

  test('gives way to initials of the same size where it does not come', async () => {
    const sizes = () =>
      page()
        .locator('[data-mark]')
        .evaluateAll((all) => all.map((one) => JSON.stringify(one.getBoundingClientRect())))
    const before = await sizes()
    await page().route('**/api/v1/contacts/*/picture', (route) => route.fulfill({ status: 404 }))
    await page().reload()
    await thread().getByText('Hello there').waitFor()
    await expect.poll(() => marks().count()).toBe(0)
    expect(await sizes()).toEqual(before)
    await page().getByText('S1', { exact: true }).first().waitFor()
    await page().unroute('**/api/v1/contacts/*/picture')
  })
})

describe('the channel page', () => {
  test('tells what the provider told, until it was read', async () => {
    const alert_info = {
      alert_severity: 'WARNING',
      alert_status: 'ACTIVE',
      alert_type: 'OBA_REQUEST',
      alert_description: 'Please upload your profile picture again',
    }
    await tells({ field: 'account_alerts', value: { entity_type: 'BUSINESS', entity_id: 1, alert_info } })
    await page().goto('/channels')
    await page().getByText('Notice from the provider').waitFor()
    await page().getByRole('link', { name: 'Harbour whatsapp' }).click()
    const notice = page().getByRole('region', { name: 'WhatsApp tells of this account' })
    await notice.getByText(/Please upload your profile picture again/).waitFor()
    await notice.getByRole('time').waitFor()
    await world.shot('notice')
    expect(await accessibilityFindings(page())).toEqual([])
    await notice.getByRole('button', { name: 'Dismiss' }).click()
    await notice.waitFor({ state: 'detached' })
    expect((await world.api.get(`/channels/${whatsappId}`)).body.notice).toBeNull()
  })

  test('tells when templates were fetched, and why the last fetch failed, and keeps what it has', async () => {
    await page()
      .getByText(/\d+ templates, fetched .* of them cannot be sent\./)
      .waitFor()
    whatsapp.faults.set([
      { kind: 'status', status: 500, body: 'Something broke', headers: {}, on: 'other', times: null },
    ])
    await page().getByRole('button', { name: 'Fetch now' }).click()
    await page()
      .getByText(/The last fetch failed: .* What was fetched before stays and can be sent\./)
      .waitFor({ timeout: 40_000 })
    await page().getByRole('list', { name: 'Templates' }).getByText('hello_world').waitFor()
    whatsapp.faults.set([])
    await page().getByRole('button', { name: 'Fetch now' }).click()
    await page().getByText('The last fetch failed').waitFor({ state: 'detached' })
  })

  test('left nothing to complain of', () => {
    const complaints = world.agent.complaints.filter((one) => !/status of 40[14]/.test(one))
    expect(complaints).toEqual([])
  })
})
