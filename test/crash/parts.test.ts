import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, it, vi } from 'vitest'
import { vendor } from '../../providers/voicemeup/sandbox.ts'
import { type ApiClient, apiClient } from '../support/api-client.ts'
import { freePort } from '../support/ports.ts'
import { startGateway } from '../support/process.ts'

const administrator = { email: 'admin@example.com', password: 'violet-otter-42-lamp' }
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
)

/** VoiceMeUp's webhooks for a text with a picture: the text, then the picture. */
function parts(id: string, from: string, to: string, url: string) {
  const media = [{ url, contentType: 'image/png' }]
  const line = { values: {}, numbers: [], webhookUrl: '' }
  const webhooks = vendor.message({ id, from, to, text: 'Look', media, at: Date.now() }, line)
  return [webhooks].flat()
}

async function channelOf(api: ApiClient, to: string, seconds: number): Promise<string> {
  const { body, status } = await api.post('/channels', {
    name: `Waits ${seconds} s`,
    provider: 'voicemeup',
    credentials: { username: 'user', auth_token: 'token' },
    settings: { parts_wait_seconds: seconds },
  })
  expect(status).toBe(201)
  const destination = { type: 'extension', id: (await api.get('/me')).body.extension.id }
  await api.post(`/channels/${body.id}/senders`, { address: to, destination })
  return body.webhook_url
}

it('the text of a picture waits through a crash: for its picture, or until its time is over', async () => {
  const pictures = createServer((_, response) => response.setHeader('content-type', 'image/png').end(png))
  const picturesPort = await freePort()
  await new Promise<void>((resolve) => pictures.listen(picturesPort, '127.0.0.1', resolve))
  const dataDir = mkdtempSync(path.join(tmpdir(), 'trunkline-parts-'))
  const port = await freePort()
  const options = {
    dataDir,
    port,
    env: {
      TRUNKLINE_ADMIN_EMAIL: administrator.email,
      TRUNKLINE_ADMIN_PASSWORD: administrator.password,
      TRUNKLINE_ALLOW_PRIVATE_ADDRESSES: 'true',
    },
  }
  let gateway = await startGateway(options)
  try {
    const api = apiClient(gateway.url)
    await api.post('/session', administrator)
    const url = `http://127.0.0.1:${picturesPort}/a.mms.png`
    const post = async (address: string, webhook: ReturnType<typeof parts>[number] | undefined) => {
      const answer = await fetch(address, { method: 'POST', ...webhook })
      expect(answer.status).toBe(200)
    }
    const patient = await channelOf(api, '+14185550100', 60)
    const hasty = await channelOf(api, '+14185550200', 1)
    const joined = parts('a', '+14185550101', '+14185550100', url)
    const alone = parts('b', '+14185550102', '+14185550200', url)
    await post(patient, joined[0])
    await post(hasty, alone[0])
    await gateway.kill9()
    gateway = await startGateway(options)
    const messages = async () => {
      const { body } = await api.get('/messages?limit=50')
      return body.data.map((one: { text: string; media: unknown[] }) => [one.text, one.media.length])
    }
    await vi.waitFor(async () => expect(await messages()).toEqual([['Look', 0]]), { timeout: 10_000 })
    await post(patient, joined[1])
    // Repeats of either part, as after an answer that was lost.
    await post(patient, joined[1])
    await post(patient, joined[0])
    const both = [
      ['Look', 0],
      ['Look', 1],
    ]
    expect((await messages()).toSorted()).toEqual(both)
  } finally {
    await gateway.kill9()
    pictures.close()
    rmSync(dataDir, { recursive: true })
  }
})
