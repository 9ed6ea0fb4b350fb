import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { vendor } from '../../providers/messenger/sandbox.ts'
import type { Line } from '../../sandbox/lines.ts'
import { apiClient } from '../support/api-client.ts'
import { type AppWithSandbox, appWithSandbox } from '../support/app-with-sandbox.ts'

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
)

let app: AppWithSandbox
let line: Line
beforeAll(async () => {
  app = await appWithSandbox()
  ;({ line } = await app.connect('messenger'))
})
afterAll(() => app.stop())

const page = () => line.numbers[0]!
const post = (value: object) => {
  const body = Buffer.from(JSON.stringify(value))
  const headers = { 'content-type': 'application/json', ...vendor.sign(body, line.values, '') }
  return fetch(line.webhookUrl, { method: 'POST', headers, body })
}
const webhook = (from: string, to: string, event: object) =>
  post({
    object: 'page',
    entry: [
      {
        id: page(),
        time: Date.now(),
        messaging: [{ sender: { id: from }, recipient: { id: to }, timestamp: Date.now(), ...event }],
      },
    ],
  })
const control = (path: string, body: object) =>
  fetch(`${app.sandbox.url}/lines/${line.id}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
const conversations = async () => (await app.api.get('/conversations?box=all&limit=200')).body.data
async function conversationOf(address: string) {
  return (await conversations()).find(
    (one: { contact: { address: string } }) => one.contact.address === address,
  )
}
const messagesOf = async (id: number) => (await app.api.get(`/conversations/${id}/messages`)).body.data

test("Meta's question about the address is answered", async () => {
  const ask = (token: unknown) =>
    fetch(`${line.webhookUrl}?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=${token}`)
  const right = await ask(line.values.verify_token)
  expect([right.status, await right.text()]).toEqual([200, '1158201444'])
  expect((await ask('other')).status).toBe(403)
})

test('a conversation with quotes, reactions, edits, read marks and a colleague elsewhere', async () => {
  const customer = '5794982867200001'
  await app.sandbox.text(line, { from: customer, text: 'Do you have cake?', id: 'm_question' })
  const { id } = await conversationOf(customer)
  await app.api.post(`/conversations/${id}/messages`, { text: 'Apple or cheese?' })
  const bubble = await vi.waitFor(() => {
    const last = line.thread.bubbles.at(-1)!
    expect(last).toMatchObject({ by: 'business', message_id: expect.any(String) })
    return last
  })
  const sent = async () =>
    (await messagesOf(id)).find((one: { text: string }) => one.text === 'Apple or cheese?')
  await vi.waitFor(async () => expect(await sent()).toMatchObject({ status: 'delivered' }))

  const target = bubble.message_id!
  await control('/reactions', { message_id: target, emoji: '❤️' })
  await control('/read', { customer })
  await app.sandbox.text(line, { from: customer, text: 'Chees', id: 'm_answer', reply_to: target })
  await webhook(customer, page(), { message_edit: { mid: 'm_answer', text: 'Cheese', num_edit: 1 } })
  await webhook(page(), customer, {
    message: { mid: 'm_elsewhere', is_echo: true, app_id: 263902037430900, text: 'On its way' },
  })
  await vi.waitFor(async () => {
    const all = await messagesOf(id)
    const byText = (text: string) => all.find((one: { text: string }) => one.text === text)
    expect(await sent()).toMatchObject({ status: 'read', reactions: [{ by: 'contact', emoji: '❤️' }] })
    expect(byText('Cheese')).toMatchObject({
      reply_to: { direction: 'out', text: 'Apple or cheese?' },
      edited_at: expect.any(String),
    })
    expect(byText('On its way')).toMatchObject({ direction: 'out', author: { type: 'elsewhere' } })
    // Our own send came back as an echo too, and is no second message.
    expect(all).toHaveLength(4)
  })
  expect(await conversationOf(customer)).toMatchObject({ window: { state: 'open', afterwards: 'nothing' } })
})

test('the time for answers is over after a day, and the server says so', async () => {
  const customer = '5794982867200002'
  await app.sandbox.text(line, { from: customer, text: 'Yesterday', at: Date.now() - 25 * 3_600_000 })
  const { id, window } = await conversationOf(customer)
  expect(window).toMatchObject({ state: 'over', afterwards: 'nothing' })
  const { status, body } = await app.api.post(`/conversations/${id}/messages`, { text: 'Too late' })
  expect([status, body.code]).toEqual([409, 'outside_window'])
})

test('a text beside files becomes a message of its own after them', async () => {
  const customer = '5794982867200003'
  await app.sandbox.text(line, { from: customer, text: 'What does it look like?' })
  const { id } = await conversationOf(customer)
  const media = [await app.upload(png, 'a.png', 'image/png'), await app.upload(png, 'b.png', 'image/png')]
  const { status } = await app.api.post(`/conversations/${id}/messages`, { text: 'Like this', media })
  expect(status).toBe(202)
  const shown = () =>
    line.thread.bubbles
      .filter((one) => one.by === 'business' && one.customer === customer)
      .map(({ text, files }) => [text, files.map(({ name, content_type }) => [name, content_type])])
  await vi.waitFor(
    () =>
      expect(shown()).toEqual([
        ['', [['a.png', 'image/png']]],
        ['', [['b.png', 'image/png']]],
        ['Like this', []],
      ]),
    { timeout: 10_000 },
  )
})

test('a batch of 1,000 messages is on disk when it is answered; those of a foreign Page are kept', async () => {
  const at = Date.now()
  const before = (await conversations()).length
  const entry = Array.from({ length: 1000 }, (_, i) => {
    const id = i % 100 === 99 ? '111222333444555' : page()
    const message = { mid: `m_batch_${i}`, text: `Message ${i} ${'x'.repeat(1000)}` }
    const messaging = [{ sender: { id: `88${1000 + (i % 50)}` }, recipient: { id }, timestamp: at, message }]
    return { id, time: at, messaging }
  })
  const answer = await post({ object: 'page', entry })
  expect(answer.status).toBe(200)
  const { body } = await app.api.get('/messages?limit=200')
  expect(body.data.filter((one: { text: string }) => one.text?.startsWith('Message '))).toHaveLength(200)
  expect((await conversations()).length - before).toBeGreaterThanOrEqual(49)
  const { body: kept } = await app.api.get('/quarantine')
  expect(kept.data).toMatchObject([
    { code: 'unknown_sender', detail: expect.stringContaining('111222333444555') },
  ])
})

test('another app has the conversation: it is shown, a send is refused in clear words, and an agent takes it over', async () => {
  const customer = '5794982867200777'
  const agentsView = async () =>
    (await app.api.get(`/conversations/${(await conversationOf(customer)).id}`)).body
  const standby = {
    sender: { id: customer },
    recipient: { id: page() },
    timestamp: Date.now() - 5_000,
    message: { mid: 'm_standby', text: 'Hello bot' },
  }
  await post({ object: 'page', entry: [{ id: page(), time: Date.now(), standby: [standby] }] })
  expect(await agentsView()).toMatchObject({ unread: 0, held_by: { kind: 'app', id: null } })
  await webhook(customer, page(), {
    take_thread_control: { previous_owner_app_id: null, new_owner_app_id: 263902037430900 },
  })
  const { id, held_by, can } = await agentsView()
  expect([held_by, can.take_over]).toEqual([
    { kind: 'inbox', id: '263902037430900', since: expect.any(String) },
    true,
  ])

  line.faults.set([{ kind: 'error', name: 'another app has the thread' }])
  await app.api.post(`/conversations/${id}/messages`, { text: 'Can I help?' })
  await expect.poll(async () => (await messagesOf(id))[0].status).toBe('failed')
  expect((await messagesOf(id))[0].failure).toMatchObject({
    code: 'held_elsewhere',
    vendor_code: '10/2018300',
    vendor_text: expect.stringContaining('another app'),
  })

  const taken = await app.api.post(`/conversations/${id}/take-over`)
  expect([taken.status, taken.body.held_by, taken.body.unread]).toEqual([200, null, 1])
  const notes = (await app.api.get(`/conversations/${id}/timeline`)).body.data
  expect(notes.at(-1)).toMatchObject({
    reason: 'control_moved',
    source: 'us',
    actor: { name: expect.any(String) },
  })
  await app.api.post(`/conversations/${id}/messages`, { text: 'Here I am' })
  await expect.poll(async () => (await messagesOf(id))[0].status).toBe('delivered')
})

test('a reaction of ours goes out, changes and is taken back', async () => {
  const customer = '5794982867200888'
  await app.sandbox.text(line, { from: customer, text: 'It came!', id: 'm_came' })
  const { id, takes } = await conversationOf(customer)
  expect(takes).toContain('reaction')
  const [{ id: messageId }] = await messagesOf(id)
  const bubble = () => line.thread.bubbles.find((one) => one.message_id === 'm_came')
  for (const emoji of ['🎉', '❤️', null]) {
    expect((await app.api.post(`/messages/${messageId}/reaction`, { emoji })).status).toBe(202)
    const shown = async () => {
      const message = (await messagesOf(id)).find((one: { id: number }) => one.id === messageId)
      return message.reactions.map((one: { by: string; emoji: string }) => `${one.by} ${one.emoji}`)
    }
    await expect.poll(() => bubble()?.reactions.business ?? null).toBe(emoji)
    await expect.poll(shown).toEqual(emoji === null ? [] : [`business ${emoji}`])
  }
})

test("a contact's picture is kept by the browser, and shown to those alone who see the conversation", async () => {
  const customer = '5794982867200077'
  await app.sandbox.text(line, { from: customer, text: 'Hello', id: 'm_pictured' })
  const picture = async () => (await conversationOf(customer))?.contact.picture_url
  await expect.poll(picture).toMatch(/^\/api\/v1\/contacts\/\d+\/picture$/)
  const path = (await picture()).replace('/api/v1', '')
  const shown = await app.api.get(path)
  expect(shown).toMatchObject({ status: 200, headers: { 'content-type': 'image/png' } })
  const kept = { 'if-none-match': shown.headers.etag as string }
  expect(await app.api.get(path, kept)).toMatchObject({ status: 304, text: '' })

  const agent = {
    number: '301',
    name: 'Kim',
    email: 'kim@example.com',
    role: 'agent',
    password: 'a-long-passphrase-7',
  }
  expect((await app.api.post('/extensions', agent)).status).toBe(201)
  const kim = apiClient(app.url)
  expect((await kim.post('/session', { email: agent.email, password: agent.password })).status).toBe(200)
  expect((await kim.get(path, kept)).status).toBe(404)
})
