import { createHmac } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, it } from 'vitest'
import { startGateway } from '../support/process.ts'

const planted = {
  password: 'canary-password-of-the-administrator',
  apiKey: 'canary-api-key-0123456789',
  secret: 'canary-webhook-secret-0123456789',
  text: 'canary text that somebody wrote',
  contact: '+12025550187',
}
const email = 'admin@example.com'

/** One webhook of the generic provider. */
const webhookBody = (sender: string) =>
  JSON.stringify({
    data: {
      event_type: 'message.received',
      payload: {
        id: 'in-1',
        from: { phone_number: planted.contact },
        to: [{ phone_number: sender }],
        text: planted.text,
        received_at: '2026-11-21T04:00:00.000+00:00',
        record_type: 'message',
      },
    },
  })

it('at the most talkative level the log holds no secret, text or number, and the files no credential', async () => {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'trunkline-canary-'))
  const gateway = await startGateway({
    dataDir,
    env: {
      TRUNKLINE_LOG_LEVEL: 'debug',
      TRUNKLINE_ADMIN_EMAIL: email,
      TRUNKLINE_ADMIN_PASSWORD: planted.password,
    },
  })
  let cookie = ''
  async function call(address: string, body: unknown, headers: Record<string, string> = {}) {
    const response = await fetch(new URL(address, gateway.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-trunkline-request': '1', cookie, ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
    cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie
    const text = await response.text()
    return { status: response.status, text, json: () => JSON.parse(text) as Record<string, unknown> }
  }

  await call('/api/v1/session', { email, password: `${planted.password} mistyped` })
  expect((await call('/api/v1/session', { email, password: planted.password })).status).toBeLessThan(300)
  const channel = await call('/api/v1/channels', {
    name: 'Canary',
    provider: 'generic',
    credentials: { api_key: planted.apiKey, secret: planted.secret, send_url: 'http://127.0.0.1:9/send' },
  })
  expect(channel.status).toBe(201)
  const { id, webhook_url: webhookUrl } = channel.json()
  const sender = '+12025550100'
  await call(`/api/v1/channels/${id}/senders`, { address: sender, destination: { type: 'extension', id: 1 } })
  await call(`/api/v1/channels/${id}/check`, {})

  const body = webhookBody(sender)
  const webhook = new URL(String(webhookUrl)).pathname
  const signature = `sha256=${createHmac('sha256', planted.secret).update(body).digest('hex')}`
  expect((await call(webhook, body, { 'x-signature-256': signature })).status).toBe(204)
  expect((await call(webhook, body, { 'x-signature-256': 'sha256=0' })).status).toBe(400)
  expect((await call(`${webhook.slice(0, -1)}${webhook.endsWith('0') ? '1' : '0'}`, body)).status).toBe(404)
  expect((await call('/api/v1/conversations/1/messages', { text: planted.text })).status).toBeLessThan(300)
  expect((await call('/api/v1/channels', `{"name":"${planted.apiKey}", broken ${planted.text}`)).status).toBe(
    400,
  )
  await gateway.stop()

  const logs = gateway.logs()
  expect(logs.split('\n').length).toBeGreaterThan(8)
  expect(logs).not.toContain('canary')
  expect(logs).not.toContain(planted.contact.slice(1, -3))
  expect(logs).not.toContain(webhook.slice(-32))
  const bytes = readdirSync(dataDir)
    .filter((name) => /\.(db|db-wal)$/.test(name))
    .map((name) => readFileSync(path.join(dataDir, name), 'latin1'))
    .join('')
  expect(bytes).toContain(planted.text)
  for (const secret of [planted.password, planted.apiKey, planted.secret]) expect(bytes).not.toContain(secret)
})
