import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { vendor } from '../../providers/whatsapp/sandbox.ts'
import type { Line } from '../../sandbox/lines.ts'
import { type AppWithSandbox, appWithSandbox } from '../support/app-with-sandbox.ts'
import { fakeServer } from '../support/fake-server.ts'

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
)

describe('WhatsApp', () => {
  let app: AppWithSandbox
  let line: Line
  let channelId: number
  beforeAll(async () => {
    app = await appWithSandbox()
    ;({ line, channelId } = await app.connect('whatsapp'))
  })
  afterAll(() => app.stop())

  const messages = async (address: string) => {
    const { body } = await app.api.get('/conversations?box=all&limit=200')
    const conversation = body.data.find(
      (one: { contact: { address: string } }) => one.contact.address === address,
    )
    return conversation
      ? (await app.api.get(`/conversations/${conversation.id}/messages?limit=200`)).body.data
      : []
  }
  const post = (body: Buffer<ArrayBuffer>) =>
    fetch(line.webhookUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...vendor.sign(body, line.values, '') },
      body,
    })

  /** A change as Meta posts it, for each of some customers. */
  const changeOf = (n: number, phoneNumberId: string, text: string, id = `wamid.${n}`) => ({
    field: 'messages',
    value: {
      messaging_product: 'whatsapp',
      metadata: { display_phone_number: '15550783881', phone_number_id: phoneNumberId },
      contacts: [{ profile: { name: `Customer ${n}` }, wa_id: `1650556${String(n).padStart(4, '0')}` }],
      messages: [
        {
          from: `1650556${String(n).padStart(4, '0')}`,
          id,
          timestamp: String(Math.floor(Date.now() / 1000)),
          type: 'text',
          text: { body: text },
        },
      ],
    },
  })
  const envelope = (changes: object[]) =>
    Buffer.from(JSON.stringify({ object: 'whatsapp_business_account', entry: [{ id: '1', changes }] }))

  it('commits a batch of a thousand changes of 3 MB together, and once', async () => {
    const number = line.numbers[0]!
    const text = 'All work and no play. '.repeat(115)
    const change = (i: number) => changeOf(i % 100, number, `${i} ${text}`, `wamid.b${i}`)
    const bytes = envelope(Array.from({ length: 1000 }, (_, i) => change(i)))
    expect(bytes.length).toBeGreaterThan(2_800_000)
    expect((await post(bytes)).status).toBe(200)
    expect(await messages('+16505560007')).toHaveLength(10)
    // The same again adds nothing.
    expect((await post(bytes)).status).toBe(200)
    expect(await messages('+16505560007')).toHaveLength(10)
  }, 60_000)

  it('takes what is for its own numbers, and keeps the batch for the rest', async () => {
    const body = envelope([
      changeOf(901, line.numbers[0]!, 'For us'),
      changeOf(902, '999999999999', 'For another number of the account'),
    ])
    expect((await post(body)).status).toBe(200)
    expect(await messages('+16505560901')).toMatchObject([{ text: 'For us' }])
    expect(await messages('+16505560902')).toEqual([])
    const { body: kept } = await app.api.get('/quarantine')
    expect(kept.data[0]).toMatchObject({ code: 'unknown_sender' })
  })

  it('sends a picture with its caption in one message, and takes one in', async () => {
    const from = '+16505567001'
    const upload = await fetch(`${app.sandbox.url}/files?name=a.png`, {
      method: 'POST',
      headers: { 'content-type': 'image/png' },
      body: png,
    })
    const { id } = (await upload.json()) as { id: string }
    expect((await app.sandbox.text(line, { from, text: 'Look', files: [id] })).delivered).toBe(true)
    await expect.poll(async () => (await messages(from))[0]?.media[0]?.state).toBe('stored')
    expect(await messages(from)).toMatchObject([{ text: 'Look', media: [{ content_type: 'image/png' }] }])

    const { body } = await app.api.get('/conversations?box=all&limit=200')
    const conversation = body.data.find(
      (one: { contact: { address: string } }) => one.contact.address === from,
    )
    const media = [await app.upload(Buffer.concat([png, Buffer.from('x')]), 'b.png', 'image/png')]
    await app.api.post(`/conversations/${conversation.id}/messages`, { text: 'And this', media })
    const sent = () => line.thread.bubbles.filter((one) => one.by === 'business' && one.customer === from)
    await expect.poll(() => sent().length).toBe(1)
    expect(sent()[0]).toMatchObject({
      text: 'And this',
      files: [{ name: 'b.png', content_type: 'image/png' }],
    })
  })

  it('asks for a new address of a file whose own is too old', async () => {
    const old = await fakeServer(() => ({ status: 404 }))
    const upload = await fetch(`${app.sandbox.url}/files?name=late.png`, {
      method: 'POST',
      headers: { 'content-type': 'image/png' },
      body: png,
    })
    const { id } = (await upload.json()) as { id: string }
    const change = changeOf(903, line.numbers[0]!, '')
    Object.assign(change.value.messages[0]!, {
      type: 'image',
      image: { id, url: `${old.url}/gone`, mime_type: 'image/png' },
    })
    expect((await post(envelope([change]))).status).toBe(200)
    const state = async () => (await messages('+16505560903'))[0]?.media[0]?.state
    await expect.poll(state, { timeout: 15_000, interval: 250 }).toBe('stored')
    expect(old.seen).toHaveLength(1)
    await old.close()
  }, 30_000)

  it('shows the administrator what Meta told of the account, until it is dismissed', async () => {
    const channelPath = `/channels/${channelId}`
    const told = async () => (await app.api.get(channelPath)).body.notice
    const violation = {
      field: 'account_update',
      value: { event: 'ACCOUNT_VIOLATION', violation_info: { violation_type: 'SPAM' } },
    }
    expect((await post(envelope([violation]))).status).toBe(200)
    const notice = await told()
    expect(notice.detail).toMatch(/ACCOUNT_VIOLATION.*SPAM/)
    const dismiss = (body: object) => app.api.post(`${channelPath}/notice/dismiss`, body)
    expect((await dismiss({})).status).toBe(400)
    expect((await dismiss({ at: '2020-01-01T00:00:00.000Z' })).body.notice).toEqual(notice)
    expect((await dismiss({ at: notice.at })).body.notice).toBeNull()
    expect(await told()).toBeNull()
    const { body: trail } = await app.api.get('/audit?object_type=channel')
    expect(trail.data[0]).toMatchObject({
      action: 'channel.notice_dismissed',
      detail: { notice: notice.detail },
    })
  })

  it('lists the templates of a channel, with a code for what cannot be sent, and tells of a fetch that failed', async () => {
    const channelPath = `/channels/${channelId}`
    await app.api.post(`${channelPath}/templates/sync`)
    const listed = async (query: string) => app.api.get(`/templates?${query}`)
    const { body } = await listed(`channel_id=${channelId}`)
    const reasonOf = (name: string) => body.data.find((one: { name: string }) => one.name === name).reason
    expect(reasonOf('hello_world')).toBeNull()
    expect(reasonOf('survey')).toEqual({ code: 'paused', detail: null })
    expect(reasonOf('catalogue')).toEqual({ code: 'unsupported_parts', detail: 'CATALOG' })
    expect((await listed('')).status).toBe(400)
    expect((await listed(`channel_id=${channelId}&sender_id=1`)).status).toBe(400)
    expect((await listed('channel_id=999')).status).toBe(404)

    const state = async () => (await app.api.get(channelPath)).body.templates
    const { synced_at } = await state()
    expect(synced_at).toEqual(expect.any(String))
    await app.api.patch(channelPath, { credentials: { access_token: 'EAAwrong' } })
    await app.api.post(`${channelPath}/templates/sync`)
    expect(await state()).toEqual({ synced_at, problem: expect.stringContaining('190') })
    await app.api.patch(channelPath, { credentials: { access_token: line.values.access_token } })
  })

  it('tells in both languages when the version of the Graph API ends', async () => {
    await app.api.patch(`/channels/${channelId}`, { settings: { graph_version: 'v20.0' } })
    const { body } = await app.api.post(`/channels/${channelId}/check`)
    expect(body.facts).toContainEqual({
      label: { en: 'Graph API version', zh: 'Graph API 版本' },
      value: { en: 'v20.0: ended on 2026-09-24', zh: 'v20.0：已于 2026-09-24 停用' },
      warning: true,
    })
    expect((await app.api.get(`/channels/${channelId}`)).body.facts).toEqual(body.facts)
  })

  it('tells what a message costs: an answer nothing, a template what its category costs', async () => {
    const from = '+16505567009'
    await app.sandbox.text(line, { from, text: 'Hello' })
    const { body } = await app.api.get('/conversations?box=all&limit=200')
    const { id } = body.data.find((one: { contact: { address: string } }) => one.contact.address === from)
    const templates = (await app.api.get(`/templates?channel_id=${channelId}`)).body.data
    const coupon = templates.find((one: { name: string }) => one.name === 'autumn_coupon')
    const values = Object.fromEntries(coupon.parameters.map((key: string) => [key, 'A1']))
    await app.api.post(`/conversations/${id}/messages`, { text: 'Good morning' })
    await app.api.post(`/conversations/${id}/messages`, { template: { id: coupon.id, values } })
    const sent = async () =>
      (await messages(from)).filter((one: { direction: string }) => one.direction === 'out')
    await expect
      .poll(async () => (await sent()).map((one: { status: string }) => one.status))
      .toEqual(['delivered', 'delivered'])
    const charged = { model: 'message', conversation: null }
    expect((await sent()).map((one: { pricing: object }) => one.pricing)).toEqual([
      { ...charged, billable: true, type: 'regular', category: 'marketing' },
      { ...charged, billable: false, type: 'free_customer_service', category: 'service' },
    ])
  })

  it('takes what becomes of sent messages while the channel is off, and keeps everything else', async () => {
    const from = '+16505567010'
    await app.sandbox.text(line, { from, text: 'Hello' })
    const { body } = await app.api.get('/conversations?box=all&limit=200')
    const { id } = body.data.find((one: { contact: { address: string } }) => one.contact.address === from)
    await app.api.post(`/conversations/${id}/messages`, { text: 'Good morning' })
    const sent = async () =>
      (await messages(from)).find((one: { direction: string }) => one.direction === 'out')
    await expect.poll(async () => (await sent()).status).toBe('delivered')
    const bubble = line.thread.bubbles.find((one) => one.by === 'business' && one.customer === from)
    const quarantined = async () => (await app.api.get('/quarantine')).body.data.length
    const before = await quarantined()
    await app.api.patch(`/channels/${channelId}`, { active: false })
    const number = line.numbers[0]!
    const status = (to: string) => {
      const change = changeOf(910, number, '')
      const { metadata } = change.value
      const statuses = [
        { id: bubble?.message_id, status: to, timestamp: '1795255200', recipient_id: from.slice(1) },
      ]
      return { field: 'messages', value: { messaging_product: 'whatsapp', metadata, statuses } }
    }
    expect((await post(envelope([status('sent')]))).status).toBe(200)
    expect(await quarantined()).toBe(before)
    expect((await post(envelope([status('read'), changeOf(911, number, 'While it is off')]))).status).toBe(
      200,
    )
    expect((await sent()).status).toBe('read')
    expect(await quarantined()).toBe(before + 1)
    expect(await messages('+16505560911')).toEqual([])
    const forged = envelope([status('read')])
    const headers = { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` }
    expect((await fetch(line.webhookUrl, { method: 'POST', headers, body: forged })).status).not.toBe(200)
    expect(await quarantined()).toBe(before + 2)
    await app.api.patch(`/channels/${channelId}`, { active: true })
  })
})
