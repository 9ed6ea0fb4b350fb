import { randomBytes, randomInt } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { providers } from '../../providers/index.ts'
import { loadVendors } from '../../sandbox/vendors.ts'
import type { InboundEvent, RawRequest } from '../../src/contract/inbound.ts'
import type { Parsed, Provider } from '../../src/contract/provider.ts'
import type { VendorLine, VendorWebhook } from '../../src/contract/sandbox.ts'
import { hostileBodies, mutate } from './hostile.ts'
import { secretsOf } from './io.ts'
import { channelWith, plain, requestOf, samplesOf } from './samples.ts'

const vendors = await loadVendors()
const random = () => randomBytes(8).toString('hex')

describe.each(Object.values(providers))('$id', (provider) => {
  const vendor = vendors[provider.id]!
  const samples = samplesOf(provider.id).flatMap((sample) => (sample.kind === 'inbound' ? [sample] : []))
  const signed = samples.filter(
    (sample) =>
      'events' in sample.expected && provider.protection(channelWith(sample.values)).level === 'signed',
  )

  test.each(samples.map((sample) => [sample.name, sample] as const))('%s', (_name, sample) => {
    const channel = channelWith(sample.values)
    const verdict = provider.verify(requestOf(sample), channel)
    const { expected } = sample
    if ('refused' in expected) {
      const refusal = expected.refused.by === 'verify' ? verdict : provider.parse(requestOf(sample), channel)
      expect(verdict.ok).toBe(expected.refused.by === 'parse')
      expect(refusal).toEqual({
        ok: false,
        code: expected.refused.code,
        detail: expect.stringContaining(expected.refused.words),
      })
    } else {
      expect(verdict).toEqual({ ok: true })
      expect(plain(provider.parse(requestOf(sample), channel))).toEqual({ ok: true, ...expected })
    }
  })

  describe.each(signed.slice(0, 1))('refuses a signed webhook', (sample) => {
    const request = requestOf(sample)
    const channel = channelWith(sample.values)
    const proof = Object.keys(vendor.sign(request.body, sample.values, request.url))
    const refused = (changed: RawRequest, values = sample.values) => {
      const verdict = provider.verify(changed, channelWith(values))
      expect(verdict.ok).toBe(false)
      if (!verdict.ok) {
        for (const secret of secretsOf(channel, provider.fields)) expect(verdict.detail).not.toContain(secret)
      }
    }
    const withHeader = (name: string, value: string | undefined): RawRequest => {
      return { ...request, headers: { ...request.headers, [name]: value } }
    }

    test('with one byte flipped, at 256 random places', () => {
      for (let i = 0; i < 256; i++) {
        const body = Buffer.from(request.body)
        const at = randomInt(body.length)
        body[at] = body[at]! ^ (1 << randomInt(8))
        if (!sameForm(body, request)) refused({ ...request, body })
      }
    })
    test('cut short, lengthened or empty', () => {
      for (const length of [0, 1, request.body.length - 1]) {
        refused({ ...request, body: request.body.subarray(0, length) })
      }
      refused({ ...request, body: Buffer.concat([request.body, Buffer.from(' ')]) })
    })
    test("with another channel's secrets", () => {
      for (let i = 0; i < 20; i++) refused(request, { ...sample.values, ...vendor.account(random) })
    })
    test.each(proof)('with %s missing, empty, cut, doubled, in capitals or of another body', (name) => {
      const right = request.headers[name]!
      const other = vendor.sign(Buffer.from('other'), sample.values, request.url)[name]!
      const values = [
        undefined,
        '',
        right.slice(0, -1),
        `${right}, ${right}`,
        right.toUpperCase(),
        other,
        `${right}0`,
      ]
      // A header of digits has no capitals.
      for (const value of values) if (value !== right) refused(withHeader(name, value))
    })
  })

  describe('a body that makes no sense', () => {
    const sample = samples.find((one) => one.name === 'inbound-text')!
    const channel = channelWith(sample.values)
    const request = requestOf(sample)

    // Carriers that do not say which type they post are taken at their body.
    const anyType = samples.some(({ name }) => name === 'inbound-other-content-type')
    test.skipIf(anyType)('of another content type is refused', () => {
      const headers = { ...request.headers, 'content-type': 'image/png' }
      expect(provider.parse({ ...request, headers }, channel)).toMatchObject({
        ok: false,
        code: 'unsupported_media_type',
      })
    })
    test.each(hostileBodies)('%s is refused, quickly', (_what, body) => {
      const start = performance.now()
      expect(provider.parse({ ...request, body }, channel).ok).toBe(false)
      expect(performance.now() - start).toBeLessThan(400)
    })
    test('from 20,000 mutations of the samples never throws, and gives events that can be stored', () => {
      const bodies = samples.map((one) => requestOf(one).body)
      for (let i = 0; i < 20_000; i++) {
        const body = mutate(bodies[i % bodies.length]!)
        check(provider.parse({ ...request, body }, channel), body)
      }
    })
  })

  describe("reads its own carrier's webhooks", () => {
    const values = { ...vendor.account(random) }
    const channel = channelWith(values)
    const line: VendorLine = { values, numbers: [], webhookUrl: channel.webhookUrl }
    const received = (webhook: VendorWebhook) => read(provider, webhook, values)

    test('a message with text and a file', () => {
      const at = Date.now() - 1000
      const file = {
        url: 'https://a.example/b.png',
        contentType: 'image/png',
        sha256: 'ab'.repeat(32),
        bytes: 7,
      }
      const message = {
        id: 'id-that-is-looked-for',
        from: '+12025550101',
        to: '+12025550123',
        text: 'Hello 👋',
        media: [file],
        at,
      }
      const webhooks = [vendor.message(message, line)].flat()
      // Some carriers give no ids.
      const hasId = webhooks.some(({ body }) => Buffer.from(body).includes(message.id))
      expect(joined(webhooks.flatMap(received))).toMatchObject({
        kind: 'message',
        from: message.from,
        to: [message.to],
        text: message.text,
        media: [{ url: file.url }],
        providerMessageId: hasId ? message.id : expect.stringMatching(/^content-/),
      })
    })
    test.runIf(vendor.receipt)('receipts', () => {
      const send = { from: '+12025550123', to: '+12025550101', text: 'Hello', mediaUrls: [] }
      for (const status of ['sent', 'delivered', 'failed'] as const) {
        const webhook = vendor.receipt!({ id: 'm-1', send, status, at: Date.now() }, line)
        // Some vendors do not tell everything, and others tell more at once.
        const [first] = webhook ? received(webhook) : []
        if (!webhook) continue
        expect(first).toMatchObject({ providerMessageId: 'm-1' })
        // An echo says of itself that the message was sent.
        if (first!.kind !== 'echo') expect(first).toMatchObject({ kind: 'receipt', status })
      }
    })
  })
})

function read(provider: Provider, webhook: VendorWebhook, values: object) {
  const channel = channelWith(values as Record<string, string>)
  const url = webhook.url ?? channel.webhookUrl
  const request = { method: 'POST', ...webhook, url, receivedAt: Date.now() }
  expect(provider.verify(request, channel)).toEqual({ ok: true })
  const parsed = provider.parse(request, channel)
  if (!parsed.ok) throw new Error(parsed.detail)
  return parsed.events
}

/** The one message that the events are; parts are put together as the core does it (`Hold`). */
function joined(events: readonly InboundEvent[]): InboundEvent {
  const [first, ...rest] = events
  if (first?.kind !== 'message') throw new Error('No message.')
  const media = rest.map((part) => {
    if (part.kind !== 'message' || first.hold?.part !== 'first' || part.hold?.part !== 'rest') {
      throw new Error('More than one message.')
    }
    expect(part.hold.key).toBe(first.hold.key)
    return part.media
  })
  return { ...first, media: [...first.media, ...media.flat()] }
}

/** Form fields are signed after decoding: `%2b` and `%2B` are the same, and nothing else may be. */
function sameForm(body: Uint8Array, { headers, body: before }: RawRequest): boolean {
  const decoded = (bytes: Uint8Array) => new URLSearchParams(Buffer.from(bytes).toString('latin1')).toString()
  return Boolean(headers['content-type']?.includes('form')) && decoded(body) === decoded(before)
}

/** What the core relies on, whatever the bytes were. */
function check(parsed: Parsed, body: Uint8Array): void {
  if (!parsed.ok) {
    if (parsed.detail === '') throw new Error(`No detail for ${Buffer.from(body).toString()}`)
    return
  }
  for (const event of parsed.events) {
    const wrong = problemOf(event)
    if (wrong) throw new Error(`${wrong}: ${Buffer.from(body).toString()}`)
  }
}

function problemOf(event: InboundEvent): string | undefined {
  // A backslash of the text's own is doubled.
  if (JSON.stringify(event).replaceAll('\\\\', '').includes('\\u0000')) return 'a NUL character'
  if (/\p{Surrogate}/u.test(Object.values(event).join())) return 'half a surrogate pair'
  if (event.kind === 'unsupported') return event.type === '' ? 'no type' : undefined
  const id = 'providerMessageId' in event ? event.providerMessageId : 'target' in event ? event.target : 'x'
  if (id.length === 0 || id.length > 255) return 'an id of a wrong length'
  if ('at' in event && !Number.isSafeInteger(event.at)) return 'a wrong time'
  if (event.kind !== 'message') return undefined
  if (event.text === undefined && event.media.length === 0 && !event.content) return 'nothing in it'
  if (event.to.length === 0 || event.from === '') return 'no address'
  return Number.isSafeInteger(event.receivedAt) ? undefined : 'a wrong time'
}
