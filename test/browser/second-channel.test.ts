import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Line } from '../../sandbox/lines.ts'
import { type AgentWorld, agentWorld } from '../support/agent-world.ts'
import { accessibilityFindings } from '../support/browser.ts'

/** A number with two carriers, in an administrator's browser. The tests go on from one another. */
const number = '+12025550123'
const customer = '+12025550188'

let world: AgentWorld
let first: { line: Line; channelId: number }
let second: { line: Line; channelId: number }

beforeAll(async () => {
  world = await agentWorld()
  first = await world.connect('twilio', number)
  second = await world.connect('flowroute', number)
})
afterAll(() => world?.stop())

const missed = async () => (await world.api.get(`/channels/${first.channelId}`)).body.missed
/** A customer's text that reaches the carrier, while the carrier's webhook does not reach the gateway. */
const lost = async (text: string) => {
  const { delivered } = await world.sandbox.text(first.line, { from: customer, text })
  expect(delivered).toBe(false)
}

test('messages that came while the gateway was away are found when it is back', async () => {
  await world.stopGateway()
  await lost('Anybody there?')
  await world.startGateway()
  // It looks once by itself, soon after its start, and not again for a quarter of an hour.
  await expect.poll(missed, { timeout: 20_000 }).toMatchObject({ found: 1, new: 1 })
  const { page } = world.agent
  await page.goto(`/channels/${first.channelId}`)
  await page.getByText('1 found, 1 new.').waitFor()
})

test('the channel page looks for messages that no webhook brought', async () => {
  const url = first.line.webhookUrl
  first.line.patch({ webhook_url: 'http://127.0.0.1:9/nobody' })
  await lost('Still nobody?')
  first.line.patch({ webhook_url: url })
  const { page } = world.agent
  await page.getByRole('button', { name: 'Look for missed messages' }).click()
  await page.getByText('2 found, 1 new.').waitFor()
  await world.shot('missed')
  expect(await accessibilityFindings(page)).toEqual([])
})

test('a sender may have a second channel that has its number', async () => {
  const { page } = world.agent
  await page.getByRole('button', { name: `Edit ${number}` }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Second channel').selectOption({ label: 'Harbour flowroute' })
  await world.shot('second-channel')
  expect(await accessibilityFindings(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.waitFor({ state: 'detached' })
  const [sender] = (await world.api.get(`/channels/${first.channelId}/senders`)).body.data
  expect(sender.failover_channel_id).toBe(second.channelId)
})

test('the thread says that a message left by it', async () => {
  first.line.faults.set([{ kind: 'rate_limit', times: null, retry_after: '0' }])
  const { page } = world.agent
  await world.openConversation(customer)
  await page.getByRole('textbox', { name: 'Message' }).fill('We are here')
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await page.getByText('Delivered · through the second channel').waitFor({ timeout: 20_000 })
  await world.shot('failed-over')
  const sent = (line: Line) =>
    line.thread.bubbles.filter(({ by, state }) => by === 'business' && state === 'ok')
  expect(sent(first.line)).toEqual([])
  expect(sent(second.line).map(({ text }) => text)).toEqual(['We are here'])
})

test('a channel that counts files apart shows both rates', async () => {
  const { page } = world.agent
  await page.goto(`/channels/${second.channelId}`)
  await page.getByText('Highest rate with files').waitFor()
  await page.goto(`/channels/${second.channelId}/settings`)
  await page.getByLabel('Messages with files per second').fill('3')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect
    .poll(
      async () => (await world.api.get(`/channels/${second.channelId}`)).body.lane.media_messages_per_second,
    )
    .toBe(3)
})
