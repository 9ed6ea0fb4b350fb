import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Line } from '../../sandbox/lines.ts'
import { type AgentWorld, agentWorld } from '../support/agent-world.ts'
import { accessibilityFindings } from '../support/browser.ts'

/** What an agent sees of a template that the account's messaging limit keeps. */
let world: AgentWorld
let line: Line
let senderId: number
let templateId: number

beforeAll(async () => {
  world = await agentWorld()
  let channelId: number
  ;({ line, channelId, senderId } = await world.connect('whatsapp', '106540352242922'))
  await world.api.post(`/channels/${channelId}/templates/sync`)
  const { body } = await world.api.get(`/templates?channel_id=${channelId}`)
  templateId = body.data.find((one: { name: string }) => one.name === 'hello_world').id
})
afterAll(() => world?.stop())

const offer = async (to: string) => {
  const draft = { sender_id: senderId, to, template: { id: templateId, values: {} } }
  const { status, text } = await world.api.post('/conversations', draft)
  expect(status, text).toBe(201)
}
const thread = () => world.agent.page.getByRole('log')

test('why it waits and until when, in both languages, and that it goes once the customer writes', async () => {
  line.faults.set([{ kind: 'error', name: 'spam limit' }])
  await offer('+16505550011')
  await world.openConversation('+16505550011')
  await thread().getByText('The account may not write to more people now.').waitFor()

  await offer('+16505550012')
  await world.openConversation('+16505550012')
  await thread()
    .getByText(/Waits for a place under the messaging limit, about .*\d\d:\d\d/)
    .waitFor()
  await world.shot('messaging-limit')
  expect(await accessibilityFindings(world.agent.page)).toEqual([])

  await world.api.patch('/me', { locale: 'zh-CN' })
  await world.agent.page.reload()
  await thread()
    .getByText(/等待消息上限.*\d\d:\d\d/)
    .waitFor()
  await world.shot('messaging-limit-zh')

  await world.sandbox.text(line, { from: '+16505550012', text: 'I write first' })
  await thread().getByText('已送达').waitFor()
  expect(
    await thread()
      .getByText(/等待消息上限/)
      .count(),
  ).toBe(0)
}, 120_000)
