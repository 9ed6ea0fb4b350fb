import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Line } from '../../sandbox/lines.ts'
import { type AgentWorld, agentWorld } from '../support/agent-world.ts'
import { accessibilityFindings, type WatchedPage } from '../support/browser.ts'
import { type MetaPosts, messengerPosts, whatsappPosts } from '../support/meta-posts.ts'

/**
 * What chats tell besides texts and files, as an agent sees it, and what the customer sees of the agent. The tests of each
 * network go on from one another.
 */
const phoneNumberId = '106540352242922'
const pageId = '1234567890'
const dayMs = 86_400_000

let world: AgentWorld
let customer: WatchedPage
let line: Line
let posts: MetaPosts

beforeAll(async () => {
  world = await agentWorld()
  customer = await world.openCustomer()
})
afterAll(() => world?.stop())
beforeEach(({ onTestFailed }) => {
  onTestFailed(() => world.shot('failed-chat-events'))
})

const handset = () => customer.page.getByRole('log', { name: 'Messages' })
const thread = () => world.agent.page.getByRole('log', { name: 'Messages' })
const message = (text: string) => thread().locator('[data-message]', { hasText: text })
const writing = () => world.agent.page.getByRole('textbox', { name: 'Message', exact: true })
const row = () => world.agent.page.getByRole('list', { name: 'Conversations' }).locator('[aria-current=true]')
const says = async (text: string) => (await world.sandbox.text(line, { text })).id

async function connect(provider: string, address: string, settings: object = {}): Promise<number> {
  const connected = await world.connect(provider, address, settings)
  line = connected.line
  posts = (provider === 'whatsapp' ? whatsappPosts : messengerPosts)(world, line)
  await customer.page.goto('about:blank')
  await customer.page.goto(`/#${provider}`)
  await customer.page.locator('#link.on').waitFor()
  return connected.channelId
}

async function opens(link: Locator, address: string | RegExp): Promise<void> {
  await link.waitFor()
  expect(await link.getAttribute('href')).toMatch(address)
}

/** What holds on both networks; `edit` and `remove` post what the customer does to a message. */
function alike(network: {
  edit(target: string, text: string): Promise<unknown>
  remove(target: string): Promise<unknown>
  writeElsewhere(id: string, text: string): Promise<unknown>
  removeElsewhere(id: string): Promise<unknown>
}) {
  test('a customer mends one message and takes back another', async () => {
    const first = await says('I need four')
    const second = await says('My card number is 4111')
    await world.openConversation(line.addresses.customer)
    await thread().getByText('I need four').waitFor()
    await network.edit(first, 'I need five')
    await message('I need five').getByText('Edited', { exact: true }).waitFor()
    expect(await thread().getByText('I need four').count()).toBe(0)
    await network.remove(second)
    await thread().getByText('This message was deleted').waitFor()
    expect(await thread().getByText('4111').count()).toBe(0)
    await row().getByText('This message was deleted').waitFor()
    await world.shot(`edited-${line.id}`)
  })

  test('what colleagues write elsewhere is shown as theirs', async () => {
    await network.writeElsewhere('elsewhere-1', 'Your order has left')
    await network.writeElsewhere('elsewhere-2', 'Not meant for you')
    await thread().getByText('Sent elsewhere').first().waitFor()
    await message('Your order has left').waitFor()
    await network.removeElsewhere('elsewhere-2')
    await thread().getByText('Not meant for you').waitFor({ state: 'detached' })
    // It is no message of ours: nothing was sent for it, and nothing of its delivery is told.
    expect(line.thread.bubbles.filter(({ by }) => by === 'business')).toEqual([])
    expect(
      await message('Your order has left')
        .getByText(/Queued|Sending|Delivered/)
        .count(),
    ).toBe(0)
    await world.shot(`elsewhere-${line.id}`)
  })

  test('the customer sees that the agent read and types', async () => {
    await customer.page.getByLabel('Text message').fill('When will it be here?')
    await customer.page.getByLabel('Text message').press('Enter')
    await thread().getByText('When will it be here?').waitFor()
    const asked = handset().getByRole('article').filter({ hasText: 'When will it be here?' })
    await asked.locator('summary').click()
    await asked.getByText('Read by the business').waitFor()
    await writing().pressSequentially('On Tuesday')
    await asked.getByText('The business types').waitFor()
  })

  test('the agent sees that the customer got the answer, and read it', async () => {
    await writing().press('Enter')
    await handset().getByText('On Tuesday').waitFor()
    await message('On Tuesday').getByText('Delivered').waitFor()
    await world.shot(`handset-${line.id}`, customer.page)
    await customer.page.getByRole('button', { name: 'Read all' }).click()
    await message('On Tuesday').getByText('Read', { exact: true }).waitFor()
    await world.shot(`read-${line.id}`)
  })

  test('the customer reacts to the answer, and answers it', async () => {
    await customer.page.getByRole('button', { name: 'React with ❤️' }).click()
    const heart = message('On Tuesday').getByRole('img', { name: '❤️ from the customer' })
    await heart.waitFor()
    await customer.page.getByRole('button', { name: 'React with ❤️', pressed: true }).click()
    await heart.waitFor({ state: 'detached' })
    await customer.page.getByRole('button', { name: 'Reply', exact: true }).click()
    await customer.page.getByLabel('Text message').fill('Then I am at home')
    await customer.page.getByLabel('Text message').press('Enter')
    await message('Then I am at home')
      .getByRole('button', { name: 'Answers: On Tuesday. Go there' })
      .waitFor()
  })
}

describe('on WhatsApp', () => {
  beforeAll(() => connect('whatsapp', phoneNumberId))

  const text = (body: string) => ({ type: 'text', text: { body } })
  alike({
    edit: (target, body) =>
      posts.customer({ type: 'edit', edit: { original_message_id: target, message: text(body) } }),
    remove: (target) => posts.customer({ type: 'revoke', revoke: { original_message_id: target } }),
    writeElsewhere: (id, body) => posts.elsewhere({ id, ...text(body) }),
    removeElsewhere: (id) =>
      posts.elsewhere({ id: `${id}-revoke`, type: 'revoke', revoke: { original_message_id: id } }),
  })

  test('what is chosen, sent and pointed at is shown as what it is', async () => {
    await posts.customer({
      type: 'interactive',
      interactive: { type: 'list_reply', list_reply: { id: 'x', title: 'Express', description: 'Next day' } },
    })
    await posts.customer({ type: 'button', button: { text: 'Stop updates', payload: 'STOP' } })
    await posts.customer({
      type: 'location',
      location: { latitude: 52.52, longitude: 13.405, name: 'Gate', address: 'Pariser Platz' },
    })
    await posts.customer({
      type: 'contacts',
      contacts: [
        {
          name: { formatted_name: 'Lee Wong' },
          org: { company: 'Lee & Sons' },
          phones: [{ phone: '+1 202 555 0142' }],
        },
      ],
    })
    const product_items = [{ product_retailer_id: 'kettle', quantity: 2, item_price: 30, currency: 'EUR' }]
    await posts.customer({
      type: 'order',
      order: { catalog_id: '1', text: 'Both red, please', product_items },
    })
    const source = {
      source_url: 'https://ad.example/1',
      source_type: 'ad',
      source_id: '1',
      headline: 'Kettles',
    }
    await posts.customer({ ...text('Still for sale?'), referral: source })
    const details = 'Failed to download the media from the sender.'
    await posts.customer({
      type: 'video',
      video: { mime_type: 'video/mp4', caption: 'Our holiday' },
      errors: [{ code: 131052, title: 'Media download error', error_data: { details } }],
    })

    await message('Express').getByText('Chosen from a menu: Next day').waitFor()
    await message('Stop updates').getByText('Chosen from a menu', { exact: true }).waitFor()
    await opens(
      message('Pariser Platz').getByRole('link', { name: 'Open on a map' }),
      /mlat=52\.52&mlon=13\.405/,
    )
    await message('Lee Wong').getByText('Lee & Sons').waitFor()
    await message('Lee Wong').getByText('+1 202 555 0142').waitFor()
    await message('Both red, please').getByText('2 × kettle · 30 EUR').waitFor()
    await message('Still for sale?').getByText('Came from an advertisement').waitFor()
    await opens(message('Still for sale?').getByRole('link'), 'https://ad.example/1')
    await message('Our holiday').getByText('Failed to download the media from the sender.').waitFor()
    await world.shot('content-whatsapp')
    expect(await accessibilityFindings(world.agent.page)).toEqual([])
  })
})

describe('on Messenger', () => {
  let channelId: number
  beforeAll(async () => {
    channelId = await connect('messenger', pageId, { human_agent: true })
  })

  alike({
    edit: (mid, text) => posts.customer({ message_edit: { mid, text, num_edit: 1 } }),
    remove: (mid) => posts.customer({ message: { mid, is_deleted: true } }),
    writeElsewhere: (mid, text) =>
      posts.elsewhere({ message: { mid, text, is_echo: true, app_id: 263902037430900 } }),
    removeElsewhere: (mid) => posts.elsewhere({ message: { mid, is_deleted: true } }),
  })

  test('what is chosen, sent and pointed at is shown as what it is', async () => {
    const said = (what: object) => posts.customer({ message: what })
    await said({ text: 'Blue', quick_reply: { payload: 'PICK_BLUE' } })
    await posts.customer({
      postback: {
        mid: 'm_postback',
        title: 'Opening hours',
        payload: 'HOURS',
        referral: { ref: 'flyer', source: 'SHORTLINK' },
      },
    })
    const payload = { coordinates: { lat: 47.6, long: -122.3 }, title: 'Pike Place' }
    await said({ attachments: [{ type: 'location', payload }] })
    await said({
      attachments: [
        { type: 'fallback', payload: { url: 'https://shop.example/kettle', title: 'The red kettle' } },
      ],
    })
    const ad = {
      source: 'ADS',
      ad_id: '604',
      ref: 'spring_sale',
      ads_context_data: { ad_title: 'Spring sale' },
    }
    await said({ text: 'Is it on sale?', referral: ad })
    await posts.customer({ referral: { ref: 'summer', source: 'SHORTLINK', type: 'OPEN_THREAD' } })

    await message('Blue').getByText('Chosen from a menu', { exact: true }).waitFor()
    await message('Opening hours').getByText('Chosen from a menu', { exact: true }).waitFor()
    await message('Opening hours').getByText('Came over a link').waitFor()
    await opens(message('Pike Place').getByRole('link', { name: 'Open on a map' }), /mlat=47\.6&mlon=-122\.3/)
    await opens(message('The red kettle').getByRole('link'), 'https://shop.example/kettle')
    await message('Is it on sale?').getByText('Spring sale', { exact: true }).waitFor()
    await thread().getByText('The customer followed a link or opted in').waitFor()
    await world.shot('content-messenger')
    expect(await accessibilityFindings(world.agent.page)).toEqual([])
  })

  const late = '5794982867209999'
  const lastSent = () => world.sandbox.ledger.entries.at(-1)

  test('a person may answer for seven days where Meta agreed, and says so to Meta', async () => {
    await world.sandbox.text(line, { text: 'A quick one' })
    await world.openConversation(line.addresses.customer)
    await writing().fill('In time')
    await writing().press('Enter')
    await message('In time').getByText('Delivered').waitFor()
    expect(lastSent()).toMatchObject({ text: 'In time', tag: null })

    await world.sandbox.text(line, { from: late, text: 'Is anybody there?', at: Date.now() - 2 * dayMs })
    await world.openConversation(late)
    await world.agent.page
      .getByText(/The 24 hours are over: a person may still answer for 4 d 23 h/)
      .first()
      .waitFor()
    await world.shot('human-agent')
    expect(await accessibilityFindings(world.agent.page)).toEqual([])
    await writing().fill('Sorry for the wait')
    await writing().press('Enter')
    await message('Sorry for the wait').getByText('Delivered').waitFor()
    expect(lastSent()).toMatchObject({
      to: late,
      text: 'Sorry for the wait',
      tag: 'HUMAN_AGENT',
      answer: 200,
    })
  })

  test('without that, nothing can be sent, neither here nor over the API', async () => {
    const { api } = world
    expect((await api.patch(`/channels/${channelId}`, { settings: { human_agent: false } })).status).toBe(200)
    const id = await world.openConversation(late)
    await world.agent.page.getByText('Nothing can be sent here until the customer writes again.').waitFor()
    expect(await writing().count()).toBe(0)
    await world.shot('window-over')
    const sent = world.sandbox.ledger.entries.length
    const refused = await api.post(`/conversations/${id}/messages`, { text: 'Hello?' })
    expect(refused).toMatchObject({ status: 409, body: { code: 'outside_window' } })
    // Nor can a conversation be begun from a Page.
    const startable = (await api.get('/senders?startable=true')).body.data
    expect(startable.map(({ address }: { address: string }) => address)).toEqual([phoneNumberId])
    // What the customer writes opens it again.
    await world.sandbox.text(line, { from: late, text: 'Now I am back' })
    await writing().waitFor()
    expect(world.sandbox.ledger.entries).toHaveLength(sent)
    for (const { complaints } of [world.agent, customer])
      expect(complaints.filter((one) => !/status of 401/.test(one))).toEqual([])
  })
})
