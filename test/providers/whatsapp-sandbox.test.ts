import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { whatsapp } from '../../providers/whatsapp/index.ts'
import { type Sandbox, startSandbox } from '../../sandbox/server.ts'
import type { OutboundMessage } from '../../src/contract/outbound.ts'
import type { Template } from '../../src/contract/templates.ts'
import { fakeServer } from '../support/fake-server.ts'
import { ioFor } from './io.ts'
import { channelWith } from './samples.ts'

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

describe('in the sandbox', () => {
  let sandbox: Sandbox
  let world: ReturnType<typeof ioFor>
  beforeAll(async () => {
    sandbox = await startSandbox({
      port: 0,
      webhookPausesMs: [],
      lines: [{ id: 'line', provider: 'whatsapp' }],
    })
    world = ioFor(sandbox.url)
  })
  afterAll(async () => {
    await world.close()
    await sandbox.close()
  })
  const line = () => sandbox.lines.get('line')!
  const channel = (change: object = {}) => {
    const { api_base_url, credentials } = line().view(sandbox.url)
    return channelWith({ ...credentials, api_base_url, ...change })
  }
  const send = (change: Partial<OutboundMessage>, settings: object = {}) =>
    whatsapp.send({ ...message, ...change }, channel(settings), world.io)
  let customers = 0
  /** Somebody who wrote so many hours ago. */
  async function customer(hoursAgo?: number): Promise<string> {
    const person = `+1650555${String(++customers).padStart(4, '0')}`
    if (hoursAgo !== undefined) {
      await sandbox.text(line(), { from: person, text: 'Hi', at: Date.now() - hoursAgo * 3_600_000 })
    }
    return person
  }
  const templateOf = async (name: string, language = 'en_US'): Promise<Template> => {
    const listed = await whatsapp.listTemplates!(channel(), world.io)
    if (!listed.ok) throw new Error(listed.failed)
    return listed.templates.find((one) => one.name === name && one.language === language)!
  }

  test('free text wants a message of the last 24 hours; a template does not', async () => {
    expect(await send({ to: await customer(23) })).toMatchObject({ kind: 'accepted' })
    for (const hours of [25, undefined]) {
      const person = await customer(hours)
      expect(await send({ to: person })).toMatchObject({
        kind: 'rejected',
        failure: { code: 'outside_window' },
      })
      const template = { template: await templateOf('hello_world'), values: {} }
      expect(await send({ to: person, text: undefined, template })).toMatchObject({ kind: 'accepted' })
    }
  })

  test('the forty-sixth message at once to one person waits, longer each time', async () => {
    const person = await customer(0)
    for (let i = 0; i < 45; i++) expect((await send({ to: person })).kind).toBe('accepted')
    for (const [attempt, afterMs] of [
      [1, 1000],
      [2, 4000],
      [4, 64_000],
    ] as const) {
      expect(await send({ to: person, attempt })).toMatchObject({ kind: 'retry', afterMs, scope: 'contact' })
    }
    expect(await send({ to: await customer(0) })).toMatchObject({ kind: 'accepted' })
  })

  test('templates of every kind arrive filled in, and wrong ones are refused', async () => {
    const person = await customer()
    const file = {
      url: '',
      contentType: 'image/png',
      name: 'a.png',
      bytes: 1,
      sha256: 'a',
      read: async () => Buffer.from('x'),
    }
    const media = [file]
    const location = { type: 'location', latitude: 1.5, longitude: 2.5 } as const
    const shown = () => line().thread.bubbles.at(-1)!
    const fill = async (
      name: string,
      values: Record<string, string>,
      more: Partial<OutboundMessage> = {},
      language?: string,
    ) =>
      send({
        to: person,
        text: undefined,
        template: { template: await templateOf(name, language), values },
        ...more,
      })

    const order = {
      'header.1': 'A-1',
      'body.1': 'Ada',
      'body.2': 'Tea',
      'body.3': 'Friday',
      'button.0': 'a1',
    }
    expect(await fill('order_update', order)).toMatchObject({ kind: 'accepted' })
    expect(shown().text).toContain('Hello Ada, your order Tea is on its way and arrives Friday.')
    expect(await fill('order_update', order, {}, 'zh_CN')).toMatchObject({ kind: 'accepted' })
    const table = { 'body.number_of_guests': '4', 'body.day': 'Friday', 'body.time': '7 pm' }
    expect(await fill('reservation_confirmation', table, { media })).toMatchObject({ kind: 'accepted' })
    expect(shown().text).toContain('Your table for 4 on Friday at 7 pm')
    expect(shown().files).toMatchObject([{ name: 'a.png', content_type: 'image/png' }])
    expect(await fill('driver_here', { 'body.1': 'Bo' }, { location })).toMatchObject({ kind: 'accepted' })
    const coupon = { 'body.1': '25OFF', 'body.2': '25 %', 'button.1': '25OFF' }
    expect(await fill('autumn_coupon', coupon)).toMatchObject({ kind: 'accepted' })

    const refused = (vendorCode: string) => ({ kind: 'rejected', failure: { vendorCode } })
    expect(await fill('reservation_confirmation', table)).toMatchObject(refused('132012'))
    expect(await fill('order_update', { ...order, 'body.2': '' })).toMatchObject(refused('132000'))
    expect(await fill('autumn_coupon', { ...coupon, 'button.1': '' })).toMatchObject(refused('131008'))
    expect(await fill('survey', { 'body.1': 'Ada' })).toMatchObject(refused('132015'))
    expect(await fill('cheap_pills', { 'body.1': 'a', 'body.2': 'b' })).toMatchObject(refused('132001'))
  })

  test('files are uploaded whole, or fetched by their link', async () => {
    const person = await customer(0)
    const bytes = Buffer.from(Array.from({ length: 70_000 }, (_, i) => i % 256))
    const origin = await fakeServer(() => ({
      status: 200,
      headers: { 'content-type': 'image/png' },
      body: 'linked',
    }))
    const file = {
      url: `${origin.url}/f.png`,
      contentType: 'image/png',
      name: 'Grüße "1".png',
      bytes: bytes.length,
      sha256: 'a',
      read: async () => bytes,
    }
    expect(await send({ to: person, text: 'Look', media: [file] })).toMatchObject({ kind: 'accepted' })
    const uploaded = line().thread.bubbles.at(-1)!
    expect(uploaded).toMatchObject({ text: 'Look', files: [{ content_type: 'image/png' }] })
    const kept = await fetch(sandbox.url + uploaded.files[0]!.url)
    expect(bytes.equals(Buffer.from(await kept.arrayBuffer()))).toBe(true)
    expect(origin.seen).toEqual([])
    expect(await send({ to: person, media: [file] }, { media_delivery: 'link' })).toMatchObject({
      kind: 'accepted',
    })
    await expect.poll(() => origin.seen.length).toBe(1)
    await origin.close()
  })

  test('a person without a number is answered under the user id', async () => {
    const person = 'US.13491208655302741918'
    await sandbox.text(line(), { from: person, text: 'Who am I?' })
    expect(await send({ to: person })).toMatchObject({ kind: 'accepted' })
    expect(sandbox.ledger.entries.at(-1)).toMatchObject({ to: person, reference: 'trunkline:7.1' })
  })

  test('reading and typing are seen on the handset; a reaction lands on its message', async () => {
    const person = await customer()
    const { id } = await sandbox.text(line(), { from: person, text: 'Anybody?' })
    for (const type of ['read', 'typing'] as const) {
      await whatsapp.signal!({ type, contact: person, sender: from, target: id }, channel(), world.io)
    }
    const asked = line().thread.bubbles.find((one) => one.message_id === id)!
    expect(asked.steps.map((step) => step.text)).toEqual(
      expect.arrayContaining(['Read by the business', 'The business types …']),
    )
    await send({ to: person, text: undefined, reaction: { target: id, emoji: '👍' } })
    expect(asked.reactions).toEqual({ business: '👍' })
  })

  test('a wrong app secret is told by the proof, a wrong token by the check', async () => {
    expect(await whatsapp.check!(channel({ app_secret: 'x' }), world.io)).toMatchObject({
      status: 'unauthorised',
      detail: expect.stringContaining('appsecret_proof'),
    })
    expect(await whatsapp.check!(channel({ waba_id: '999' }), world.io)).toMatchObject({
      status: 'unauthorised',
    })
    expect(await whatsapp.check!(channel({ access_token: 'x' }), world.io)).toMatchObject({
      status: 'unauthorised',
    })
    const result = await whatsapp.check!({ ...channel(), senders: line().numbers }, world.io)
    expect(result.facts!.filter((fact) => fact.warning)).toEqual([])
  })
})
