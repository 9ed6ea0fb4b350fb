import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type AppWithSandbox, appWithSandbox } from '../support/app-with-sandbox.ts'

let app: AppWithSandbox
beforeAll(async () => {
  app = await appWithSandbox({}, { webhookPausesMs: [] })
})
afterAll(() => app.stop())

const texts = async () => {
  const { body } = await app.api.get('/conversations?box=all&limit=200')
  return body.data.map((one: { last_message: { text: string } }) => one.last_message.text).sort()
}

test('what Twilio took in while the channel was off comes in when it is on again, and by the button once', async () => {
  const { line, channelId } = await app.connect('twilio')
  const url = line.webhookUrl
  line.patch({ webhook_url: 'http://127.0.0.1:9/nobody' })
  await app.api.patch(`/channels/${channelId}`, { active: false })
  await app.sandbox.text(line, { from: '+12025550177', text: 'While you were off' })
  await app.api.patch(`/channels/${channelId}`, { active: true })
  await vi.waitFor(async () => expect(await texts()).toEqual(['While you were off']), 15_000)

  await app.sandbox.text(line, { from: '+12025550178', text: 'Lost on the way' })
  line.patch({ webhook_url: url })
  await app.sandbox.text(line, { from: '+12025550179', text: 'By webhook' })
  const looked = await app.api.post(`/channels/${channelId}/missed`)
  expect(looked).toMatchObject({ status: 200, body: { found: 3, new: 1, error: null } })
  expect(await texts()).toEqual(['By webhook', 'Lost on the way', 'While you were off'])
  const { body: channel } = await app.api.get(`/channels/${channelId}`)
  expect(channel.missed).toEqual(looked.body)

  line.faults.set([{ kind: 'status', status: 503, on: 'other' }])
  const failed = await app.api.post(`/channels/${channelId}/missed`, { since: '2026-01-01T00:00:00Z' })
  expect(failed).toMatchObject({
    status: 200,
    body: { found: null, new: null, error: expect.stringContaining('503') },
  })
})

test('what was missed comes in as it was written: the last of STOP and START holds', async () => {
  const { line, channelId } = await app.connect('twilio')
  line.patch({ webhook_url: 'http://127.0.0.1:9/nobody' })
  const from = '+12025550181'
  for (const text of ['Hello', 'STOP', 'START', 'STOP']) await app.sandbox.text(line, { from, text })
  expect(await app.api.post(`/channels/${channelId}/missed`)).toMatchObject({ body: { new: 4 } })
  const { body } = await app.api.get(`/conversations?box=all&q=${encodeURIComponent(from)}`)
  const [{ id, opted_out_at: optedOutAt }] = body.data
  expect(optedOutAt).not.toBeNull()
  const consent = (await app.api.get(`/conversations/${id}/consent`)).body.data
  expect(consent.map((one: { words: string }) => one.words)).toEqual(['STOP', 'START', 'STOP'])
})

test('a carrier that lists nothing is not asked', async () => {
  const { channelId } = await app.connect('generic')
  expect(await app.api.post(`/channels/${channelId}/missed`)).toMatchObject({ status: 409 })
  expect((await app.api.get(`/channels/${channelId}`)).body.missed).toBeNull()
})
