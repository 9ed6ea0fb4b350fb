import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Line } from '../../sandbox/lines.ts'
import { type ApiClient, apiClient } from '../support/api-client.ts'
import { type AppWithSandbox, appWithSandbox } from '../support/app-with-sandbox.ts'
import { startGateway } from '../support/process.ts'

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
)
const from = '+12025567001'

describe('files inside webhooks (Apidaze)', () => {
  let app: AppWithSandbox
  let line: Line
  beforeAll(async () => {
    app = await appWithSandbox()
    ;({ line } = await app.connect('apidaze'))
  })
  afterAll(() => app.stop())

  const conversation = async (address: string) => {
    const { body } = await app.api.get('/conversations?box=all&limit=200')
    return body.data.find((one: { contact: { address: string } }) => one.contact.address === address)
      .id as number
  }
  const messages = async (address: string) =>
    (await app.api.get(`/conversations/${await conversation(address)}/messages`)).body.data
  async function keep(bytes: Buffer<ArrayBuffer>, name: string, type: string): Promise<string> {
    const headers = { 'content-type': type }
    const answer = await fetch(`${app.sandbox.url}/files?name=${name}`, {
      method: 'POST',
      headers,
      body: bytes,
    })
    return ((await answer.json()) as { id: string }).id
  }

  it('of several megabytes are stored at once, each byte of them, and the layout is left out', async () => {
    const picture = Buffer.concat([png, randomBytes(5_000_000)])
    const note = Buffer.from('Grüße, 你好 👋')
    const files = [await keep(picture, 'a.png', 'image/png'), await keep(note, 'b.txt', 'text/plain')]
    const { delivered } = await app.sandbox.text(line, { from, text: 'Two files', files })
    expect(delivered).toBe(true)
    const [message] = await messages(from)
    expect(message).toMatchObject({
      text: 'Two files',
      media: [
        { state: 'stored', name: 'IMG_1.png', content_type: 'image/png', bytes: picture.length },
        { state: 'stored', name: 'IMG_2.txt', content_type: 'text/plain', bytes: note.length },
      ],
    })
    const kept = await fetch(`${app.url}/api/v1/media/${message.media[0].id}/content`, {
      headers: { cookie: app.api.cookie },
    })
    expect(picture.equals(Buffer.from(await kept.arrayBuffer()))).toBe(true)
  })

  it('that are too much even so are refused, and other carriers get no more room than before', async () => {
    const post = async (url: string, bytes: number) => {
      const headers = { 'content-type': 'application/json' }
      // A server that refuses by the length alone may close before the body is through.
      const refused = { status: 413 }
      return (await fetch(url, { method: 'POST', headers, body: ' '.repeat(bytes) }).catch(() => refused))
        .status
    }
    const { line: other } = await app.connect('siptrunk')
    expect(await post(line.webhookUrl, 2_000_000)).toBe(400)
    expect(await post(line.webhookUrl, 21_100_000)).toBe(413)
    expect(await post(other.webhookUrl, 1_100_000)).toBe(413)
  })

  it('go out with the text of the channel where they have none', async () => {
    const { line: own, channelId } = await app.connect('apidaze')
    const customer = '+12025567002'
    await app.sandbox.text(own, { from: customer, text: 'Show me' })
    const reply = async () => {
      const bytes = Buffer.concat([png, randomBytes(100)])
      const media = [await app.upload(bytes, 'c.png', 'image/png')]
      const { status } = await app.api.post(`/conversations/${await conversation(customer)}/messages`, {
        media,
      })
      expect(status).toBe(202)
    }
    const sent = () => app.sandbox.ledger.entries.filter((entry) => entry.to === customer)
    await reply()
    await vi.waitFor(() =>
      expect(sent()).toMatchObject([{ text: 'File attached', accepted_id: expect.any(String) }]),
    )
    const settings = { default_media_text: 'Please see the file' }
    expect((await app.api.patch(`/channels/${channelId}`, { settings })).status).toBe(200)
    await reply()
    await vi.waitFor(() => expect(sent().at(-1)).toMatchObject({ text: 'Please see the file' }))
    expect(
      (await app.api.patch(`/channels/${channelId}`, { settings: { default_media_text: ' ' } })).status,
    ).toBe(200)
    await reply()
    await vi.waitFor(() =>
      expect(
        sent()
          .map((entry) => entry.text)
          .at(-1),
      ).toBe('File attached'),
    )
    expect(sent()).toHaveLength(3)
  })
})

it("a secret that stands in the carrier's address is in no log, at the most talkative level", async () => {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'trunkline-address-'))
  const email = 'admin@example.com'
  const password = 'violet-otter-42-lamp'
  const planted = { api_key: 'canary-key-0123456789', api_secret: 'canary/secret-0123456789' }
  const gateway = await startGateway({
    dataDir,
    env: {
      TRUNKLINE_LOG_LEVEL: 'debug',
      TRUNKLINE_ALLOW_PRIVATE_ADDRESSES: 'true',
      TRUNKLINE_ADMIN_EMAIL: email,
      TRUNKLINE_ADMIN_PASSWORD: password,
    },
  })
  try {
    const api: ApiClient = apiClient(gateway.url)
    await api.post('/session', { email, password })
    const { body: channel } = await api.post('/channels', {
      ...{ name: 'Canary', provider: 'apidaze', credentials: planted },
      settings: { api_base_url: 'http://127.0.0.1:9' },
    })
    const { body: me } = await api.get('/me')
    const destination = { type: 'extension', id: me.extension.id }
    await api.post(`/channels/${channel.id}/senders`, { address: '+13055550100', destination })
    const text = { type: 'incomingWebhookSMS', caller_id_number: '13055550101', text: 'Hi' }
    const body = JSON.stringify({ ...text, destination_number: '13055550100' })
    expect(
      (await fetch(channel.webhook_url.replace(/^https?:\/\/[^/]+/, gateway.url), { method: 'POST', body }))
        .status,
    ).toBe(200)
    const { body: checked } = await api.post(`/channels/${channel.id}/check`, {})
    expect(checked.status).toBe('request_failed')
    const sent = await api.post('/conversations/1/messages', { text: 'Answer' })
    expect(sent.status).toBe(202)
    await vi.waitFor(async () => {
      const { text: shown } = await api.get('/conversations/1/messages')
      expect(shown).toContain('network_failure')
      expect(shown + JSON.stringify(checked)).not.toMatch(/canary.(key|secret)/)
    })
  } finally {
    await gateway.stop()
    rmSync(dataDir, { recursive: true })
  }
  expect(gateway.logs().split('\n').length).toBeGreaterThan(5)
  expect(gateway.logs()).not.toMatch(/canary/)
})
