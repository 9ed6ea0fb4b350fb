import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type AppWithSandbox, appWithSandbox } from '../support/app-with-sandbox.ts'

let app: AppWithSandbox
beforeAll(async () => {
  app = await appWithSandbox()
})
afterAll(() => app.stop())

test('what one carrier turns away three times leaves by another with the same number, in order, and is marked', async () => {
  const [first, second] = [await app.connect('twilio'), await app.connect('generic')]
  const { body: channel } = await app.api.get(`/channels/${first.channelId}`)
  const [sender] = channel.senders
  const { address, destination } = sender
  second.line.patch({ numbers: [address] })
  const added = await app.api.post(`/channels/${second.channelId}/senders`, { address, destination })
  expect(added.status).toBe(201)
  const named = await app.api.patch(`/senders/${sender.id}`, { failover_channel_id: second.channelId })
  expect(named.body).toMatchObject({ failover_channel_id: second.channelId })

  const from = '+12025560300'
  await app.sandbox.text(first.line, { from, text: 'Hello' })
  const { body: found } = await app.api.get(`/conversations?box=all&q=${encodeURIComponent(from)}`)
  const conversation = found.data[0].id
  first.line.faults.set([{ kind: 'rate_limit', times: null, retry_after: '0' }])
  for (const text of ['one', 'two']) {
    expect((await app.api.post(`/conversations/${conversation}/messages`, { text })).status).toBe(202)
  }
  const sent = async () => {
    const { body } = await app.api.get(`/conversations/${conversation}/messages`)
    return body.data.filter((one: { direction: string }) => one.direction === 'out')
  }
  await vi.waitFor(
    async () =>
      expect(await sent()).toMatchObject([
        { status: 'delivered', failed_over: true, attempts: 4 },
        { status: 'delivered', failed_over: true, attempts: 4 },
      ]),
    { timeout: 40_000, interval: 200 },
  )
  const by = (line: string) => app.sandbox.ledger.entries.filter((entry) => entry.line === line)
  expect(by(first.line.id)).toHaveLength(6)
  expect(by(second.line.id).map(({ text, to }) => [text, to])).toEqual([
    ['one', from],
    ['two', from],
  ])

  // The first carrier is back.
  first.line.faults.set([])
  await app.api.post(`/conversations/${conversation}/messages`, { text: 'three' })
  await vi.waitFor(
    async () =>
      expect(await sent()).toContainEqual(
        expect.objectContaining({ text: 'three', status: 'delivered', failed_over: false, attempts: 1 }),
      ),
    { timeout: 15_000, interval: 200 },
  )
}, 60_000)
