import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { providers } from '../../providers/index.ts'
import { type AppWithSandbox, appWithSandbox } from '../support/app-with-sandbox.ts'

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
)

let app: AppWithSandbox
beforeAll(async () => {
  app = await appWithSandbox()
})
afterAll(() => app.stop())

async function upload(): Promise<number> {
  const form = new FormData()
  form.set('file', new Blob([png], { type: 'image/png' }), 'a.png')
  const headers = { cookie: app.api.cookie, 'x-trunkline-request': '1' }
  const answer = await fetch(`${app.url}/api/v1/media`, { method: 'POST', headers, body: form })
  return ((await answer.json()) as { id: number }).id
}

test('what is written in turn as texts and with files leaves in that order, and a rate changes at once', async () => {
  const settings = { messages_per_second: 10, media_messages_per_second: 4 }
  const { line, channelId } = await app.connect('flowroute', settings)
  const customers = Array.from({ length: 12 }, (_, n) => `+12025560${100 + n}`)
  const threads = await Promise.all(
    customers.map(async (from) => {
      await app.sandbox.text(line, { from, text: 'Hello' })
      const { body } = await app.api.get(`/conversations?box=all&q=${encodeURIComponent(from)}`)
      return body.data[0].id as number
    }),
  )
  const write = async (thread: number, n: number) => {
    const body = n % 2 === 0 ? { text: `${n}` } : { text: `${n}`, media: [await upload()] }
    const answer = await app.api.post(`/conversations/${thread}/messages`, body)
    expect(answer.status).toBe(202)
  }
  // Text, picture, text, picture, text: what comes later in a conversation waits for what came before.
  for (let n = 0; n < 5; n++) await Promise.all(threads.map((thread) => write(thread, n)))
  const seen = () => app.sandbox.ledger.entries.filter((entry) => entry.line === line.id)
  await vi.waitFor(() => expect(seen().length).toBeGreaterThan(20), 20_000)
  const faster = await app.api.patch(`/channels/${channelId}`, { settings: { media_messages_per_second: 8 } })
  expect(faster.body.lane).toMatchObject({ messages_per_second: 10, media_messages_per_second: 8 })
  await vi.waitFor(() => expect(seen()).toHaveLength(60), 20_000)

  const all = seen()
  for (const to of customers) {
    expect(all.filter((entry) => entry.to === to).map((entry) => entry.text)).toEqual([
      '0',
      '1',
      '2',
      '3',
      '4',
    ])
  }
  expect(all.filter((one) => one.media_urls.length > 0)).toHaveLength(24)
})

test('a picture that waits behind many is expected at its own rate', async () => {
  const { line } = await app.connect('flowroute', {
    messages_per_second: 100,
    media_messages_per_second: 0.01,
  })
  const from = '+12025560200'
  await app.sandbox.text(line, { from, text: 'Hello' })
  const { body } = await app.api.get(`/conversations?box=all&q=${encodeURIComponent(from)}`)
  const answer = await app.api.post(`/conversations/${body.data[0].id}/messages`, { media: [await upload()] })
  const { waiting, created_at } = answer.body
  expect(Date.parse(waiting.expected_at) - Date.parse(created_at)).toBeGreaterThan(90_000)
})

test('the setting is there where the carrier counts files apart, and only there', async () => {
  const { body } = await app.api.get('/providers')
  const withSetting = body.data
    .filter((one: { channel_settings: { name: string }[] }) =>
      one.channel_settings.some(({ name }) => name === 'media_messages_per_second'),
    )
    .map((one: { id: string }) => one.id)
  const apart = Object.values(providers).filter(({ limits }) => limits.mediaMessagesPerSecond)
  expect(withSetting.sort()).toEqual(apart.map(({ id }) => id).sort())
  const { channelId } = await app.connect('generic')
  const refused = await app.api.patch(`/channels/${channelId}`, {
    settings: { media_messages_per_second: 1 },
  })
  expect(refused.status).toBe(400)
  expect((await app.api.get(`/channels/${channelId}`)).body.lane.media_messages_per_second).toBeNull()
})
