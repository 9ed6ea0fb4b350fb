import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { whatsapp } from '../../providers/whatsapp/index.ts'
import type { OutboundMessage } from '../../src/contract/outbound.ts'
import { english } from '../support/english.ts'
import { type FakeServer, fakeServer } from '../support/fake-server.ts'
import { ioFor } from './io.ts'
import { channelWith } from './samples.ts'

const account = {
  access_token: 'EAAGsampletoken',
  waba_id: '102290129340398',
  app_id: '670843887433847',
  app_secret: 'sample-app-secret',
  verify_token: 'meatyhamhock',
}
const from = '106540352242922'
const to = '+16505551234'
const message: OutboundMessage = {
  reference: '7.1',
  from,
  to,
  text: 'Hello',
  media: [],
  statusUrl: '',
  maybeRepeat: false,
}

describe('with a server of our own', () => {
  let server: FakeServer
  let world: ReturnType<typeof ioFor>
  beforeEach(async () => {
    server = await fakeServer()
    world = ioFor(server.url, 500)
  })
  afterEach(async () => {
    await world.close()
    await server.close()
  })
  const channel = () => channelWith({ ...account, api_base_url: server.url })
  const list = (data: unknown[], paging?: object) => ({ status: 200, body: JSON.stringify({ data, paging }) })

  describe('a file of a customer', () => {
    const url = 'https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1'
    const access = (file: { url: string; id?: string; tries: number }) =>
      whatsapp.mediaAccess!(channel(), world.io, file)
    const headers = { authorization: 'Bearer EAAGsampletoken' }
    const hosts = () => ['lookaside.fbsbx.com', new URL(server.url).host]

    test('is fetched from where the webhook says, at first', async () => {
      expect(await access({ url, id: '77', tries: 0 })).toEqual({ headers, hosts: hosts() })
      expect(server.seen).toEqual([])
    })
    test.each([
      ['after a failed try', url, 1],
      ['where the webhook knows only its id', '', 0],
    ])('is asked for anew %s', async (_when, told, tries) => {
      server.setAnswer(() => ({ status: 200, body: JSON.stringify({ id: '77', url: `${url}&fresh` }) }))
      const asked = told || `${server.url}/v25.0/77`
      expect(await access({ url: asked, id: '77', tries })).toEqual({
        headers,
        hosts: hosts(),
        url: `${url}&fresh`,
      })
      expect(server.seen).toMatchObject([
        { method: 'GET', path: expect.stringMatching(/^\/v25\.0\/77\?appsecret_proof=/) },
      ])
    })
    test('that is gone is a sentence', async () => {
      server.setAnswer(() => ({
        status: 400,
        body: '{"error":{"code":100,"error_subcode":33,"message":"No object"}}',
      }))
      expect(await access({ url, id: '77', tries: 1 })).toEqual({
        failed: 'WhatsApp answered 400 to the question where the file is: 100/33 No object.',
      })
    })
    test('never makes the token go anywhere else', async () => {
      const plain = await whatsapp.mediaAccess!(channelWith(account), world.io, {
        url: 'https://evil.example/',
        tries: 0,
      })
      expect(plain).toEqual({ headers, hosts: ['lookaside.fbsbx.com'] })
    })
  })

  test.each([
    ['read', {}],
    ['typing', { typing_indicator: { type: 'text' } }],
  ] as const)('"%s" goes to the number, for the newest message', async (type, more) => {
    await whatsapp.signal!({ type, contact: to, sender: from, target: 'wamid.9' }, channel(), world.io)
    expect(server.seen[0]!.path).toMatch(`/v25.0/${from}/messages?`)
    expect(JSON.parse(server.seen[0]!.body.toString())).toEqual({
      messaging_product: 'whatsapp',
      status: 'read',
      message_id: 'wamid.9',
      ...more,
    })
  })

  test('an upload without an answer is tried again: the message itself has not left', async () => {
    server.setAnswer(() => 'silence')
    const file = {
      url: '',
      contentType: 'image/png',
      name: 'a.png',
      bytes: 1,
      sha256: 'a',
      read: async () => Buffer.from('x'),
    }
    expect(await whatsapp.send({ ...message, media: [file] }, channel(), world.io)).toMatchObject({
      kind: 'retry',
      failure: { code: 'network_failure' },
    })
    expect(server.seen).toHaveLength(1)
  })

  test('nothing goes to an address that its contact has no more', async () => {
    const lost = { ...message, to: '+16505551234 (former 12)' }
    const outcome = await whatsapp.send(lost, channel(), world.io)
    expect(outcome).toMatchObject({ kind: 'rejected', failure: { code: 'invalid_number' } })
    expect(server.seen).toEqual([])
  })

  test('the check tells what is wrong with the account', async () => {
    const number = {
      id: from,
      display_phone_number: '+1 555-078-3881',
      status: 'BANNED',
      quality_rating: 'RED',
      platform_type: 'CLOUD_API',
    }
    server.setAnswer(({ path }) => {
      if (path.includes('phone_numbers')) return list([number])
      if (path.includes('subscribed_apps')) return list([])
      if (path.includes('messaging_limit'))
        return { status: 200, body: '{"whatsapp_business_manager_messaging_limit":"TIER_250"}' }
      const data = { is_valid: true, app_id: account.app_id, scopes: [], expires_at: 0 }
      return { status: 200, body: JSON.stringify([{ code: 200, body: JSON.stringify({ data }) }]) }
    })
    const set = { ...account, api_base_url: server.url, portfolio_limit: '2000', graph_version: 'v20.0' }
    const result = await whatsapp.check!({ ...channelWith(set), senders: ['999'] }, world.io)
    expect(result).toMatchObject({
      status: 'connected',
      senders: [{ address: from, name: '+1 555-078-3881' }],
    })
    const warnings = result
      .facts!.filter((fact) => fact.warning)
      .map((fact) => `${fact.label.en}: ${english(fact.value)}`)
    expect(warnings).toEqual([
      'Missing permissions: whatsapp_business_messaging, whatsapp_business_management',
      'Webhooks of the account: the app is not subscribed: nothing comes in',
      '+1 555-078-3881: status: BANNED',
      '+1 555-078-3881: quality: RED',
      'Sender 999: not a phone number ID of this account',
      'Messaging limit: TIER_250; the channel is set to 2000',
      expect.stringContaining('v20.0'),
    ])
  })
})
