import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { providers } from '../../providers/index.ts'
import { startSandbox } from '../../sandbox/server.ts'
import { failures } from '../../src/contract/failures.ts'
import type { OutboundMessage, SendOutcome } from '../../src/contract/outbound.ts'
import { english } from '../support/english.ts'
import { type FakeServer, fakeServer, type SeenRequest } from '../support/fake-server.ts'
import { challenge, ioFor, secretsOf } from './io.ts'
import {
  type CheckSample,
  channelWith,
  plain,
  type SendSample,
  samplesOf,
  type WireExchange,
} from './samples.ts'

const message: OutboundMessage = {
  reference: 'r-1',
  from: '+12025550123',
  to: '+12025550101',
  text: 'Hello',
  media: [],
  statusUrl: 'https://messages.example.com/api/v1.0/webhook/x/00000000000000000000000000000000?ref=1.1',
  maybeRepeat: false,
}

let server: FakeServer
let real: ReturnType<typeof ioFor>
let hasty: ReturnType<typeof ioFor>
beforeEach(async () => {
  server = await fakeServer()
  real = ioFor(server.url)
  hasty = ioFor(server.url, 150)
})
afterEach(async () => {
  await Promise.all([real.close(), hasty.close()])
  await server.close()
})

const based = (values: object, senders: readonly string[] = []) => ({
  ...channelWith({ ...values, api_base_url: `${server.url}/base/` }),
  senders,
})

const filled = (text: string) =>
  text.replaceAll('{challenge}', challenge).replaceAll('{today}', new Date().toISOString().slice(0, 10))

/** Files of samples hold nothing but x. */
const readable = (sent: OutboundMessage): OutboundMessage => ({
  ...sent,
  media: sent.media.map((file) => ({ ...file, read: async () => Buffer.alloc(file.bytes, 'x') })),
})

/** The server answers as the sample says, one request after another. */
function play(sample: SendSample | CheckSample): void {
  const exchanges = [...(sample.before ?? []), sample]
  server.setAnswer(() => {
    const { answer } = exchanges[Math.min(server.seen.length, exchanges.length) - 1]!
    return { ...answer, body: filled(answer.body) }
  })
}

/** The sample's requests went out and no others, byte for byte. */
function expectRequests(sample: SendSample | CheckSample): void {
  const exchanges: readonly WireExchange[] = [...(sample.before ?? []), sample]
  expect(server.seen.map(({ method, path }) => ({ method, path }))).toEqual(
    exchanges.map(({ request }) => ({ method: request.method, path: `/base${filled(request.path)}` })),
  )
  for (const [i, { request }] of exchanges.entries()) {
    expect(server.seen[i]!.headers).toMatchObject(request.headers)
    expect(server.seen[i]!.body.toString()).toBe(request.body ?? '')
  }
}

describe.each(Object.values(providers))('$id', (provider) => {
  const samples = samplesOf(provider.id)
  const sends = samples.flatMap((sample) => (sample.kind === 'send' ? [sample] : []))
  const checks = samples.flatMap((sample) => (sample.kind === 'check' ? [sample] : []))
  const plainSend = sends.find((sample) => sample.name === 'send-text')!
  const { values, before = [] } = plainSend
  const acceptsAnyAnswer = sends.some(
    ({ name, expected }) => name === 'send-no-id' && 'kind' in expected && expected.kind === 'accepted',
  )

  /** Requests for an access token are answered as in the samples, all others so. */
  const prepared = (path: string) => before.find(({ request }) => path === `/base${request.path}`)?.answer
  const answerWith = (answer: Parameters<typeof server.setAnswer>[0]) =>
    server.setAnswer((request) => prepared(request.path) ?? answer(request))
  const seen = (): SeenRequest[] => server.seen.filter(({ path }) => !prepared(path))

  /** Invariants of every outcome: a retry is for failures that pass, and nothing secret is told. */
  function judge(outcome: SendOutcome): SendOutcome {
    if (outcome.kind === 'retry') expect(failures[outcome.failure.code].again).toBe('later')
    if (outcome.kind === 'unknown') expect(outcome.failure.code).toBe('outcome_unknown')
    for (const secret of secretsOf(based(values), provider.fields)) {
      expect(JSON.stringify(outcome)).not.toContain(secret)
    }
    return outcome
  }
  const send = async (io = real.io) => judge(await provider.send(message, based(values), io))

  test.each(sends.map((sample) => [sample.name, sample] as const))('%s', async (_name, sample) => {
    play(sample)
    const outcome = await provider.send(readable(sample.message), based(sample.values), real.io)
    expect(plain(judge(outcome))).toEqual(sample.expected)
    expectRequests(sample)
  })

  test.each(checks.map((sample) => [sample.name, sample] as const))('%s', async (_name, sample) => {
    play(sample)
    const channel = based(sample.values, sample.senders)
    const { status, words, facts, senders } = sample.expected
    const result = await provider.check!(channel, real.io)
    expect(result).toMatchObject({
      status,
      detail: expect.stringContaining(words),
      ...(senders ? { senders } : {}),
    })
    if (facts) {
      const told = result.facts?.map(({ label, value, warning }) => [
        label.en,
        english(value),
        warning === true,
      ])
      expect(told).toEqual(facts)
    }
    for (const secret of secretsOf(channel, provider.fields)) {
      expect(JSON.stringify(result)).not.toContain(secret)
    }
    expectRequests(sample)
  })

  describe('a send', () => {
    test('to a closed port is tried again', async () => {
      await server.close()
      expect(await send()).toMatchObject({ kind: 'retry', failure: { code: 'network_failure' } })
      server = await fakeServer()
    })
    test.each(['reset', 'silence'] as const)('whose bytes left before a %s is unknown', async (answer) => {
      answerWith(() => answer)
      expect(await send(hasty.io)).toMatchObject({ kind: 'unknown' })
      expect(seen()).toHaveLength(1)
    })
    test('whose answer breaks off is unknown', async () => {
      answerWith(() => ({ status: 200, body: '{"data":', headers: { 'content-length': '50' } }))
      expect(await send(hasty.io)).toMatchObject({ kind: 'unknown' })
    })
    test.each([500, 502, 504])(
      'answered with a bare %i is unknown, and never resent blindly',
      async (status) => {
        answerWith(() => ({ status, body: 'Oops' }))
        expect(await send()).toMatchObject({ kind: 'unknown' })
      },
    )
    test('answered with 429 waits as long as it is told', async () => {
      answerWith(() => ({ status: 429, headers: { 'retry-after': '7' } }))
      expect(await send()).toMatchObject({ kind: 'retry', failure: { code: 'too_frequent' }, afterMs: 7000 })
    })
    test.each([400, 401, 403, 404, 422])('answered with a bare %i is not sent', async (status) => {
      answerWith(() => ({ status }))
      expect(await send()).toMatchObject({ kind: 'rejected' })
    })
    test.each(
      acceptsAnyAnswer ? ['<html>', '\0'] : ['', 'null', '[]', '"ok"', '{"data":{"id":{}}}', '<html>', '\0'],
    )('answered with 200 and %j was not accepted', async (body) => {
      answerWith(() => ({ status: 200, body }))
      expect((await send()).kind).not.toBe('accepted')
    })
    test('tells no secret that the vendor echoes', async () => {
      for (const status of [200, 400, 401, 403, 500, 503]) {
        answerWith((request) => ({ status, body: JSON.stringify({ ...request.headers, ...values }) }))
        expect(JSON.stringify(await send())).not.toContain('undefined')
        const errors = Object.values(values).map((value) => ({
          code: value,
          title: value,
          detail: `key ${value}`,
        }))
        answerWith(() => ({ status, body: JSON.stringify({ errors }) }))
        await send()
      }
    })
  })

  describe.runIf(provider.check)('a check', () => {
    const check = (io = real.io) => provider.check!(based(values), io)
    test('without an answer failed', async () => {
      answerWith(() => 'silence')
      expect(await check(hasty.io)).toMatchObject({ status: 'request_failed' })
      await server.close()
      expect(await check()).toMatchObject({ status: 'request_failed' })
      server = await fakeServer()
    })
    test('tells no secret that the vendor echoes', async () => {
      for (const status of [200, 401, 418, 500]) {
        answerWith((request) => ({
          status,
          body: JSON.stringify({ errors: [{ code: request.headers, ...values }] }),
        }))
        const { detail } = await check()
        for (const secret of secretsOf(based(values), provider.fields)) expect(detail).not.toContain(secret)
      }
    })
  })

  describe('with its own carrier in the sandbox', () => {
    let sandbox: Awaited<ReturnType<typeof startSandbox>>
    let io: ReturnType<typeof ioFor>
    beforeAll(async () => {
      sandbox = await startSandbox({ port: 0, lines: [{ id: 'line', provider: provider.id }] })
      io = ioFor(sandbox.url)
    })
    afterAll(async () => {
      await io.close()
      await sandbox.close()
    })
    const channel = (change: object = {}) => {
      const { api_base_url, credentials } = sandbox.lines.get('line')!.view(sandbox.url)
      return channelWith({ ...credentials, api_base_url, ...change })
    }

    test('a message is accepted under the id that the carrier gave', async () => {
      const { business: from, customer: to } = sandbox.lines.get('line')!.addresses
      // Where a chat has a window, it opens it.
      await sandbox.text(sandbox.lines.get('line')!, { text: 'Hello' })
      const outcome = await provider.send({ ...message, from, to }, channel(), io.io)
      const entry = sandbox.ledger.entries.at(-1)!
      expect(entry).toMatchObject({ from, to, text: message.text })
      expect(outcome).toMatchObject({ kind: 'accepted', providerMessageId: entry.accepted_id })
    })
    test.runIf(provider.check)('the check knows right credentials from wrong ones', async () => {
      expect(await provider.check!(channel(), io.io)).toMatchObject({ status: 'connected' })
      const secrets = provider.fields.filter((field) => field.secret && channel().values[field.name])
      const wrong = Object.fromEntries(secrets.map((field) => [field.name, 'x']))
      expect(await provider.check!(channel(wrong), io.io)).toMatchObject({ status: 'unauthorised' })
    })
  })
})
