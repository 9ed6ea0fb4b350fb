import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AppWithSandbox, appWithSandbox } from '../support/app-with-sandbox.ts'

const appSecret = 'canary-app-secret-0123456789abcdef'
const pageNumber = '106540352242922'

let app: AppWithSandbox
beforeAll(async () => {
  app = await appWithSandbox()
})
afterAll(() => app.stop())

const value = (more: object) => ({
  field: 'messages',
  value: {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: '15550783881', phone_number_id: pageNumber },
    ...more,
  },
})
const person = (i: number) => `1202555${1000 + (i % 250)}`
const seconds = () => String(Math.floor(Date.now() / 1_000))

/** One POST as Meta makes it when much has piled up: messages, reactions to them, and statuses of messages nobody knows. */
function batch() {
  const messages = Array.from({ length: 600 }, (_, i) =>
    value({
      contacts: [{ wa_id: person(i), user_id: `US.${person(i)}`, profile: { name: `Ann ${i % 250}` } }],
      messages: [
        {
          from: person(i),
          id: `wamid.m${i}`,
          timestamp: seconds(),
          type: 'text',
          text: { body: `n ${i} ${'x'.repeat(3_000)}` },
        },
      ],
    }),
  )
  const reactions = Array.from({ length: 200 }, (_, i) =>
    value({
      contacts: [{ wa_id: person(i), user_id: `US.${person(i)}` }],
      messages: [
        {
          from: person(i),
          id: `wamid.r${i}`,
          timestamp: seconds(),
          type: 'reaction',
          reaction: { message_id: `wamid.m${i}`, emoji: '👍' },
        },
      ],
    }),
  )
  const statuses = Array.from({ length: 200 }, (_, i) =>
    value({
      statuses: [{ id: `wamid.s${i}`, status: 'delivered', timestamp: seconds(), recipient_id: person(i) }],
    }),
  )
  const changes = [...messages, ...reactions, ...statuses]
  return { object: 'whatsapp_business_account', entry: [{ id: '102290129340398', changes }] }
}

test('a thousand changes in one POST are committed together', async () => {
  const channel = await app.api.post('/channels', {
    name: 'WhatsApp',
    provider: 'whatsapp',
    credentials: {
      access_token: 'canary-token-0123456789',
      app_secret: appSecret,
      verify_token: 'canary-verify-01',
      waba_id: '102290129340398',
    },
    settings: { app_id: '1234567890', api_base_url: app.sandbox.url },
  })
  expect(channel.status, channel.text).toBe(201)
  const { body: me } = await app.api.get('/me')
  await app.api.post(`/channels/${channel.body.id}/senders`, {
    address: pageNumber,
    destination: { type: 'extension', id: me.extension.id },
  })
  const body = JSON.stringify(batch())
  expect(body.length).toBeGreaterThan(2_000_000)
  const post = () =>
    fetch(channel.body.webhook_url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-hub-signature-256': `sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`,
      },
      body,
    })
  expect((await post()).status).toBe(200)

  const totals = await app.api.get('/conversations/totals')
  expect(totals.body.mine).toEqual({ open: 250, unread: 600 })
  const page = await app.api.get('/messages?limit=200')
  expect(page.body.data).toHaveLength(200)
  const { body: list } = await app.api.get('/conversations?box=mine&limit=1')
  expect(list.data[0]).toMatchObject({
    window: { state: 'open', afterwards: 'template' },
    takes: ['location', 'reaction', 'reply'],
  })
  // The vendor comes again: nothing is there twice.
  expect((await post()).status).toBe(200)
  expect((await app.api.get('/conversations/totals')).body.mine).toEqual({ open: 250, unread: 600 })
})
