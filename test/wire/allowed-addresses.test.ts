import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { apiClient } from '../support/api-client.ts'
import { type AppWithSandbox, appWithSandbox } from '../support/app-with-sandbox.ts'

let app: AppWithSandbox
let ids = 0

async function channel(allowed: string, provider = 'siptrunk') {
  const { line, channelId } = await app.connect(provider, { allowed_addresses: allowed })
  const { body } = await app.api.get(`/channels/${channelId}`)
  const path = new URL(body.webhook_url).pathname
  const payload = (to: string) => {
    const id = `a${++ids}`
    const attributes = { from: '+12025550101', to, body: `Hello ${id}` }
    return JSON.stringify({ data: { type: 'message', message_id: id, attributes } })
  }
  const post = (forwarded?: string, to = line.numbers[0]!) =>
    apiClient(app.url).raw('POST', path, payload(to), {
      'content-type': 'application/json',
      ...(forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }),
    })
  const kept = async () => (await app.api.get(`/quarantine?channel_id=${channelId}`)).body.data
  return { channelId, post, kept }
}

afterEach(() => app.stop())

describe('without a trusted proxy', () => {
  beforeEach(async () => {
    app = await appWithSandbox()
  })

  test('a webhook from elsewhere is refused and kept, whatever it claims; with the list mended it is released', async () => {
    const { channelId, post, kept } = await channel('203.0.113.0/24, 2001:db8::/32')
    expect(await post('203.0.113.9')).toMatchObject({ status: 403, body: { code: 'address_not_allowed' } })
    const [one] = await kept()
    expect(one).toMatchObject({ code: 'address_not_allowed', remote_address: '127.0.0.1' })
    expect(one.detail).toContain('127.0.0.1')
    expect(await app.api.post(`/quarantine/${one.id}/release`)).toMatchObject({ status: 403 })

    await app.api.patch(`/channels/${channelId}`, { settings: { allowed_addresses: '127.0.0.1' } })
    expect(await app.api.post(`/quarantine/${one.id}/release`)).toMatchObject({ body: { messages: 1 } })
    expect((await post()).status).toBe(200)
    expect((await app.api.get(`/channels/${channelId}`)).body.protection).toMatchObject({
      level: 'secret_url',
      only_from: ['127.0.0.1'],
    })
    // What comes from the right place must still be for a sender of the channel.
    expect((await post(undefined, '+12025559999')).status).toBe(200)
    expect((await kept())[0]).toMatchObject({ code: 'unknown_sender', remote_address: '127.0.0.1' })

    const bad = { settings: { allowed_addresses: '203.0.113.0/24 and more' } }
    const answer = await app.api.patch(`/channels/${channelId}`, bad)
    expect(answer.body).toMatchObject({
      code: 'validation_failed',
      errors: [{ path: 'body.settings.allowed_addresses' }],
    })
  })
})

describe('behind a trusted proxy', () => {
  beforeEach(async () => {
    app = await appWithSandbox({ TRUNKLINE_TRUST_PROXY: '127.0.0.1, 10.0.0.0/8' })
  })

  test('the address is the last that is no proxy', async () => {
    const { post, kept } = await channel('203.0.113.0/24')
    expect((await post('203.0.113.9')).status).toBe(200)
    expect((await post('198.51.100.1, 203.0.113.9, 10.0.0.7')).status).toBe(200)
    expect((await post('203.0.113.9, 198.51.100.1')).status).toBe(403)
    expect((await post('no address')).status).toBe(403)
    expect((await post()).status).toBe(403)
    expect((await kept()).map((one: { remote_address: string }) => one.remote_address)).toEqual([
      '127.0.0.1',
      null,
      '198.51.100.1',
    ])
  })
})
