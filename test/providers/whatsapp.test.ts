import { describe, expect, test } from 'vitest'
import { namesOf, otherForm } from '../../providers/whatsapp/addresses.ts'
import { whatsapp } from '../../providers/whatsapp/index.ts'
import { vendor } from '../../providers/whatsapp/sandbox.ts'
import type { InboundEvent } from '../../src/contract/inbound.ts'
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

describe('addresses', () => {
  test.each([
    ['+5531987654321', '+553187654321'],
    ['+553187654321', '+5531987654321'],
    ['+5215512345678', '+525512345678'],
    ['+525512345678', '+5215512345678'],
    ['+5491123456789', '+541123456789'],
    ['+541123456789', '+5491123456789'],
    ['+553132654321', undefined],
    ['+16505551234', undefined],
  ])('the other form of %s is %s', (number, other) => {
    expect(otherForm(number)).toBe(other)
  })
  test('a number comes before a user id, and nothing is listed twice', () => {
    const written = ['US.1', '16505551234', undefined, 'US.1', '+16505551234', 'US.ENT.2', 'nobody']
    expect(namesOf(written)).toEqual({ address: to, aliases: ['US.1', 'US.ENT.2'] })
    expect(namesOf(['us.1', '', 'US.', 'US.a b', '12', null])).toBeUndefined()
  })
})

describe('a webhook', () => {
  const channel = channelWith(account)
  const line = { values: account, numbers: [from], webhookUrl: '' }
  const parse = (body: Uint8Array) => {
    const headers = { 'content-type': 'application/json' }
    return whatsapp.parse(
      { method: 'POST', url: channel.webhookUrl, headers, body, receivedAt: Date.now() },
      channel,
    )
  }
  const events = (body: Uint8Array): readonly InboundEvent[] => {
    const parsed = parse(body)
    if (!parsed.ok) throw new Error(parsed.detail)
    return parsed.events
  }

  test('of a thousand changes with all that one can hold is read at once', () => {
    const one = JSON.parse(
      Buffer.from(
        [
          vendor.message({ id: 'x', from: to, to: from, text: 'Grüße 👋', media: [], at: Date.now() }, line),
        ].flat()[0]!.body,
      ).toString(),
    )
    const changes = Array.from({ length: 1000 }, (_, i) => {
      const change = structuredClone(one.entry[0].changes[0])
      Object.assign(change.value.messages[0], {
        id: `wamid.${i}`,
        from_user_id: 'US.1',
        referral: { source_type: 'ad' },
      })
      change.value.statuses = [
        { id: `wamid.o${i}`, status: 'read', timestamp: '1795255200', pricing: { billable: true } },
      ]
      return change
    })
    const body = Buffer.from(JSON.stringify({ ...one, entry: [{ id: '1', changes }] }))
    const start = process.cpuUsage()
    expect(events(body)).toHaveLength(2000)
    // Not by the clock: others run beside this.
    expect(process.cpuUsage(start).user).toBeLessThan(1_000_000)
  })

  test('of a handset with several files is a message for each, and a text of its own where none carries it', () => {
    const media = ['audio/ogg', 'image/png'].map((contentType, i) => ({
      url: `https://a.example/${i}`,
      contentType,
    }))
    const { body } = [
      vendor.message({ id: 'm', from: to, to: from, text: 'Listen', media, at: Date.now() }, line),
    ].flat()[0]!
    expect(events(body)).toMatchObject([
      { providerMessageId: 'm', media: [{ form: 'voice' }] },
      { providerMessageId: 'm-2', media: [{ contentType: 'image/png' }] },
      { providerMessageId: 'm-3', text: 'Listen', media: [] },
    ])
  })

  test('of a handset that reads, reacts and hides its number', () => {
    const person = 'US.13491208655302741918'
    const at = Math.floor(Date.now() / 1000) * 1000
    const acts = { id: 'wamid.1', from: person, to: from, at }
    expect(events(vendor.read!(acts, line).body)).toEqual([
      { kind: 'receipt', providerMessageId: 'wamid.1', reference: undefined, status: 'read', at },
    ])
    expect(events(vendor.reaction!({ ...acts, target: 'wamid.0', emoji: null }, line).body)).toEqual([
      { kind: 'reaction', by: 'contact', contact: person, sender: from, target: 'wamid.0', emoji: null, at },
    ])
  })

  test('is confirmed with the bare challenge, to whoever knows the token', () => {
    const challenge = (token: string) =>
      whatsapp.challenge!(
        {
          method: 'GET',
          url: `${channel.webhookUrl}?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=${token}`,
          headers: {},
          body: Buffer.alloc(0),
          receivedAt: 0,
        },
        channel,
      )
    expect(challenge('meatyhamhock')).toMatchObject({ status: 200, body: '1158201444' })
    expect(challenge('another').status).toBe(403)
  })
})
