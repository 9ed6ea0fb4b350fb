import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ApiClient } from '../../support/api-client.ts'
import { createTestApp, type TestApp } from '../../support/test-app.ts'

const secrets = { api_key: 'canary-api-key-7391', secret: 'canary-secret-5520' }
const newChannel = { name: 'Acme SMS', provider: 'generic', credentials: secrets }

let app: TestApp
let administrator: ApiClient
/** Everything that was answered, for the hunt for secrets. */
let answered: string
beforeEach(async () => {
  app = await createTestApp()
  administrator = await app.person('administrator')
  answered = ''
})
afterEach(() => app.close())

async function ok(answer: ReturnType<ApiClient['get']>) {
  const { status, body, text } = await answer
  answered += text
  expect(status, text).toBeLessThan(300)
  return body
}
const create = (more: object = {}) => ok(administrator.post('/channels', { ...newChannel, ...more }))

/** Puts an unsigned webhook into quarantine, as the inbound path does. */
async function quarantine(channelId: number, headers: Record<string, string> = {}, id = 'm1'): Promise<void> {
  const payload = {
    id,
    record_type: 'message',
    from: { phone_number: '+12025550101' },
    to: [{ phone_number: '+12025550123' }],
    text: 'Hello',
    received_at: new Date(app.now).toISOString(),
  }
  const request = {
    method: 'POST',
    url: 'http://localhost/',
    headers: { 'content-type': 'application/json', ...headers },
    body: Buffer.from(JSON.stringify({ data: { event_type: 'message.received', payload } })),
    receivedAt: app.now,
  }
  const reason = { code: 'signature_missing', detail: 'The header X-Signature-256 is missing.' }
  await app.store.write((trx) => app.services.channels.keeper.keep(trx, channelId, request, reason))
}

describe('channels over HTTP', () => {
  it('tells what forms to draw', async () => {
    const { data } = await ok(administrator.get('/providers'))
    const generic = data.find((provider: { id: string }) => provider.id === 'generic')
    expect(generic.fields[0]).toMatchObject({
      name: 'api_key',
      secret: true,
      required: true,
      pattern: '^[!-~]+$',
    })
    const rate = generic.channel_settings.find(
      (field: { name: string }) => field.name === 'messages_per_second',
    )
    expect(rate).toMatchObject({ default: generic.limits.messages_per_second, max: 1000, unit: 'messages/s' })
  })

  it('are created, changed, checked and removed', async () => {
    const channel = await create({ settings: { send_url: 'https://carrier.example/send' } })
    expect(channel.webhook_url).toMatch(/\/api\/v1\.0\/webhook\/generic\/[0-9a-f]{32}$/)
    const path = `/channels/${channel.id}`
    const changed = await ok(
      administrator.patch(path, { settings: { messages_per_second: 3 }, credentials: { secret: null } }),
    )
    expect(changed).toMatchObject({
      lane: { messages_per_second: 3 },
      credentials: { api_key: { set: true, ends_with: '7391' }, secret: { set: false, ends_with: null } },
      protection: { level: 'secret_url' },
    })
    expect(await ok(administrator.get(path))).toEqual(changed)
    expect((await ok(administrator.get('/channels'))).data).toEqual([changed])
    const checked = await ok(administrator.post(`${path}/check`))
    expect(checked).toMatchObject({ status: 'unchecked', detail: expect.stringContaining('verify URL') })
    await ok(administrator.delete(path))
    expect((await administrator.get(path)).status).toBe(404)
    expect((await ok(administrator.get('/channels'))).data).toEqual([])
  })

  it('names every bad field and repeats no value', async () => {
    const answer = await administrator.post('/channels', {
      ...newChannel,
      credentials: { secret: 5, canary_field: 'x' },
      settings: { send_url: 'ftp://canary', messages_per_second: 0 },
    })
    expect(answer.status).toBe(400)
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/)
    expect(answer.body.code).toBe('validation_failed')
    const paths = answer.body.errors.map((one: { path: string }) => one.path).toSorted()
    expect(paths).toEqual([
      'body.credentials.api_key',
      'body.credentials.canary_field',
      'body.credentials.secret',
      'body.settings.messages_per_second',
      'body.settings.send_url',
    ])
    expect(answer.text).not.toContain('ftp:')
    const nested = await administrator.post('/channels', { ...newChannel, settings: { send_url: { a: 1 } } })
    expect(nested.body.code).toBe('validation_failed')
    const owner = await administrator.post('/channels', { ...newChannel, id: 7, token: 'mine' })
    expect(owner.body.errors.map((one: { path: string }) => one.path)).toEqual(['body.id', 'body.token'])
  })

  it('never answer, log or note a secret, a header credential included', async () => {
    const { id } = await create()
    await ok(administrator.patch(`/channels/${id}`, { credentials: { secret: 'canary-second-0000' } }))
    await ok(administrator.post(`/channels/${id}/check`))
    await quarantine(id, { authorization: 'Bearer canary-header', 'x-auth-token': 'canary-token' })
    await ok(administrator.get('/channels'))
    const { data } = await ok(administrator.get('/quarantine'))
    await ok(administrator.get(`/quarantine/${data[0].id}`))
    await ok(administrator.get('/audit'))
    const refused = await administrator.patch(`/channels/${id}`, {
      credentials: { api_key: 'canary with spaces' },
    })
    expect(refused.status).toBe(400)
    const places = { answered: answered + refused.text, logged: app.logged.join('\n') }
    expect(places.answered).toContain('channel.changed')
    for (const [place, text] of Object.entries(places)) expect(text, place).not.toContain('canary')
    const { db } = app.store
    const events = await db.selectFrom('event').selectAll().execute()
    const stored = [
      await db.selectFrom('channel').selectAll().execute(),
      await db.selectFrom('channel_secret').selectAll().execute(),
    ]
    expect(JSON.stringify([events, stored])).not.toContain('canary')
  })
})

describe('senders over HTTP', () => {
  it('are kept by administrators and started from by those who may', async () => {
    const channel = await create()
    const agent = await app.person('agent')
    const add = (address: string, more: object = {}) =>
      administrator.post(`/channels/${channel.id}/senders`, { address, ...more })
    const listed = await ok(
      add('+1 202-555-0123', { starters: [agent.id], destination: { type: 'extension', id: agent.id } }),
    )
    const unlisted = await ok(add('ACME'))
    expect(listed).toMatchObject({ address: '+12025550123', starters: [agent.id], active: true })
    expect((await add('+12025550123')).status).toBe(409)
    expect((await ok(administrator.get(`/channels/${channel.id}/senders`))).data).toEqual([listed, unlisted])

    const startable = async (client: ApiClient) => (await ok(client.get('/senders?startable=true'))).data
    expect(await startable(agent)).toEqual([
      {
        id: listed.id,
        address: '+12025550123',
        name: null,
        channel_id: channel.id,
        channel_name: 'Acme SMS',
        provider: 'generic',
        receives: true,
        smart_encoding: false,
        opens_with: 'text',
      },
    ])
    expect(await startable(await app.person('supervisor'))).toHaveLength(2)
    expect((await agent.get('/senders')).status).toBe(400)

    await ok(administrator.patch(`/senders/${listed.id}`, { starters: [], destination: null }))
    expect(await startable(agent)).toEqual([])
    await ok(administrator.delete(`/senders/${listed.id}`))
    expect((await ok(administrator.get(`/channels/${channel.id}`))).senders).toEqual([unlisted])
  })

  it('are counted', async () => {
    const channel = await create()
    const sender = await ok(
      administrator.post(`/channels/${channel.id}/senders`, { address: '+12025550123' }),
    )
    const hour = Date.parse('2026-11-21T11:00:00Z')
    await app.store.write((trx) =>
      trx
        .insertInto('sender_hour')
        .values({ sender_id: sender.id, hour, sent: 2, succeeded: 1, failed: 1, received: 5 })
        .execute(),
    )
    const counts = async (query = '') => (await ok(administrator.get(`/senders/counts${query}`))).data
    const row = { sender_id: sender.id, channel_id: channel.id, address: '+12025550123' }
    expect(await counts()).toEqual([{ ...row, sent: 2, succeeded: 1, failed: 1, received: 5 }])
    expect(await counts('?from=2026-11-21T12:00:00Z&to=2026-11-21T13:00:00Z')).toEqual([
      { ...row, sent: 0, succeeded: 0, failed: 0, received: 0 },
    ])
    expect((await administrator.get('/senders/counts?from=2026-11-22T00:00:00Z')).body.errors[0].path).toBe(
      'query.from',
    )
    expect((await administrator.get('/senders/counts?from=yesterday')).status).toBe(400)
  })
})

describe('the quarantine over HTTP', () => {
  it('pages, releases and discards', async () => {
    const channel = await create()
    await ok(administrator.post(`/channels/${channel.id}/senders`, { address: '+12025550123' }))
    for (const id of ['a', 'b', 'c']) await quarantine(channel.id, {}, id)
    const first = await ok(administrator.get('/quarantine?limit=2'))
    expect(first.data).toHaveLength(2)
    const second = await ok(administrator.get(`/quarantine?limit=2&cursor=${first.next_cursor}`))
    expect(second.data).toHaveLength(1)
    expect(second.next_cursor).toBeNull()
    expect((await administrator.get('/quarantine?cursor=1%20or%201')).body.errors[0].path).toBe(
      'query.cursor',
    )
    const [c, b, a] = [...first.data, ...second.data].map((one: { id: number }) => one.id)

    const refused = await administrator.post(`/quarantine/${a}/release`)
    expect(refused.status).toBe(400)
    expect(refused.body).toMatchObject({
      code: 'signature_missing',
      detail: expect.stringContaining('missing'),
    })
    expect(await ok(administrator.post(`/quarantine/${a}/release`, { override: true }))).toEqual({
      id: a,
      state: 'released',
      messages: 1,
    })
    await ok(administrator.patch(`/channels/${channel.id}`, { credentials: { secret: null } }))
    expect((await ok(administrator.post(`/quarantine/${b}/release`))).messages).toBe(1)
    await ok(administrator.post(`/quarantine/${c}/discard`))
    expect((await administrator.post(`/quarantine/${c}/release`)).status).toBe(409)
    expect((await ok(administrator.get('/quarantine'))).data).toEqual([])
    expect(
      (await ok(administrator.get(`/quarantine?state=discarded&channel_id=${channel.id}`))).data,
    ).toHaveLength(1)
    expect(await app.store.db.selectFrom('message').select('id').execute()).toHaveLength(2)
  })
})
