import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Line } from '../../sandbox/lines.ts'
import { type AppWithSandbox, appWithSandbox } from '../support/app-with-sandbox.ts'

const portfolio = '11122233344'
const patient = { timeout: 10_000 }

let app: AppWithSandbox
let channels: { line: Line; channelId: number; senderId: number; templateId: number }[]
beforeAll(async () => {
  app = await appWithSandbox()
  channels = await Promise.all([1, 2].map(connect))
})
afterAll(() => app.stop())

/** A WhatsApp channel of the portfolio, with its templates. */
async function connect() {
  const { line, channelId } = await app.connect('whatsapp', {
    portfolio_id: portfolio,
    portfolio_limit: '250',
  })
  await app.api.post(`/channels/${channelId}/templates/sync`)
  const templates = (await app.api.get(`/templates?channel_id=${channelId}`)).body.data
  const { id } = templates.find((one: { name: string }) => one.name === 'hello_world')
  const [sender] = (await app.api.get(`/channels/${channelId}/senders`)).body.data
  return { line, channelId, senderId: sender.id, templateId: id }
}

const account = `whatsapp portfolio_id ${portfolio}`
/** People who were just sent a template, as the gateway keeps them. */
async function counted(people: number): Promise<void> {
  await app.store().write(async (trx) => {
    for (let i = 0; i < people; i++) {
      const row = { account, identity_id: 1_000_000 + i, message_id: null, at: Date.now() }
      await trx.insertInto('limit_place').values(row).execute()
    }
    await trx.insertInto('limit_account').values({ account, taken: people }).execute()
  })
}

const start = async (n: 0 | 1, to: string) => {
  const { senderId, templateId } = channels[n]!
  const { status, body, text } = await app.api.post('/conversations', {
    sender_id: senderId,
    to,
    template: { id: templateId, values: {} },
  })
  expect(status, text).toBe(201)
  return body.conversation.id as number
}
const message = async (conversationId: number) =>
  (await app.api.get(`/conversations/${conversationId}/messages`)).body.data.find(
    (one: { direction: string; content: unknown }) => one.direction === 'out' && one.content !== null,
  )
const status = (conversationId: number) => async () => (await message(conversationId)).status

it('two numbers of a portfolio share its limit: what is too much waits, through a restart, until a place is free', async () => {
  const [one, two] = [channels[0]!, channels[1]!]
  await counted(249)
  const first = await start(0, '+16505550001')
  await expect.poll(status(first), patient).toBe('delivered')
  // The same person again, from the other number: counted already.
  const same = await start(1, '+16505550001')
  await expect.poll(status(same), patient).toBe('delivered')

  const kept = [await start(1, '+16505550002'), await start(0, '+16505550003')]
  for (const id of kept) {
    await expect.poll(async () => (await message(id)).waiting?.reason, patient).toBe('messaging_limit')
  }
  expect((await app.api.get(`/channels/${two.channelId}`)).body.lane.waiting).toBe(1)

  // Whoever writes is answered meanwhile.
  await app.sandbox.text(one.line, { from: '+16505550004', text: 'Anybody there?' })
  const conversations = (await app.api.get('/conversations?box=all&limit=50')).body.data
  const asked = conversations.find(
    (each: { contact: { address: string } }) => each.contact.address === '+16505550004',
  )
  await app.api.post(`/conversations/${asked.id}/messages`, { text: 'Yes' })
  const answers = () => one.line.thread.bubbles.filter(({ text }) => text === 'Yes').length
  await expect.poll(answers, patient).toBe(1)

  const dayOverAt = Date.now() + 5_000
  await app.store().write((trx) =>
    trx
      .updateTable('limit_place')
      .set({ at: dayOverAt - 86_400_000 })
      .where('account', '=', account)
      .execute(),
  )
  await app.restart()
  const { waiting } = await message(kept[0]!)
  expect(waiting).toMatchObject({ reason: 'messaging_limit', ahead: 0 })
  expect(Date.parse(waiting.expected_at)).toBe(dayOverAt)
  // Their day is over: nobody wakes the lanes but the time.
  for (const id of kept) await expect.poll(status(id), { timeout: 15_000 }).toBe('delivered')
}, 60_000)

it("Meta's own refusal keeps templates back and answers going, and nothing is lost", async () => {
  const { line, channelId } = channels[0]!
  await app.api.patch(`/channels/${channelId}`, { settings: { portfolio_limit: 'unlimited' } })
  line.faults.set([{ kind: 'error', name: 'spam limit' }])
  const refused = await start(0, '+16505550011')
  await expect.poll(async () => (await message(refused)).failure?.code, patient).toBe('messaging_limit')
  expect(await message(refused)).toMatchObject({
    status: 'queued',
    attempts: 1,
    failure: { vendor_code: '131048' },
  })
  const other = await start(0, '+16505550012')
  await expect.poll(async () => (await message(other)).waiting?.reason, patient).toBe('messaging_limit')
  await app.sandbox.text(line, { from: '+16505550012', text: 'I write first' })
  await expect.poll(status(other), patient).toBe('delivered')
}, 30_000)
