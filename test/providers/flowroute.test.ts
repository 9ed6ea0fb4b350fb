import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { flowroute } from '../../providers/flowroute/index.ts'
import { startSandbox } from '../../sandbox/server.ts'
import { type FakeServer, fakeServer } from '../support/fake-server.ts'
import { ioFor } from './io.ts'
import { channelWith } from './samples.ts'

test('the answer to a webhook is exactly 200', () => {
  expect(flowroute.ack!([])).toEqual({ status: 200 })
})

const startedAt = Date.parse('2026-11-21T10:00:00Z')
const lost = {
  reference: '7.1',
  from: '+12025550123',
  to: '+12025550101',
  text: '“Hi”',
  startedAt,
}
const record = (id: string, change: object = {}) => ({
  type: 'message',
  id,
  attributes: {
    from: '12025550123',
    to: '12025550101',
    body: '"Hi"',
    direction: 'outbound',
    timestamp: '2026-11-21T10:00:01.93Z',
    ...change,
  },
})

describe('a look-up', () => {
  let server: FakeServer
  let world: ReturnType<typeof ioFor>
  beforeEach(async () => {
    server = await fakeServer()
    world = ioFor(server.url, 300)
  })
  afterEach(async () => {
    await world.close()
    await server.close()
  })
  const lookUp = (values: object = {}) =>
    flowroute.lookUp!(
      lost,
      channelWith({ access_key: 'a', secret_key: 's', api_base_url: server.url, ...values }),
      world.io,
    )

  test('asks for the messages since the send began', async () => {
    await lookUp()
    expect(server.seen).toMatchObject([
      { method: 'GET', path: '/v2.1/messages?start_date=2026-11-21T09%3A59%3A58.000Z&limit=100' },
    ])
    expect(server.seen[0]!.headers.authorization).toBe('Basic YTpz')
  })

  const cases: [string, object, object][] = [
    [
      'the only such message is it',
      { data: [record('m-1'), record('m-2', { body: 'Other' })] },
      { kind: 'accepted', providerMessageId: 'm-1' },
    ],
    ['an inbound one is not', { data: [record('m-1', { direction: 'inbound' })] }, { kind: 'unknown' }],
    ['one to somebody else is not', { data: [record('m-1', { to: '12025550102' })] }, { kind: 'unknown' }],
    [
      'an earlier one is not',
      { data: [record('m-1', { timestamp: '2026-11-21T09:59:50Z' })] },
      { kind: 'unknown' },
    ],
    [
      'a later one is not',
      { data: [record('m-1', { timestamp: '2026-11-21T10:05:00Z' })] },
      { kind: 'unknown' },
    ],
    ['two prove nothing', { data: [record('m-1'), record('m-2')] }, { kind: 'unknown' }],
    ['none proves nothing', { data: [] }, { kind: 'unknown' }],
    [
      'a list that goes on proves nothing',
      { data: [record('m-1'), ...Array(99).fill({})], links: { next: 'https://x.example' } },
      { kind: 'unknown' },
    ],
    ['another answer proves nothing', { errors: [] }, { kind: 'unknown' }],
  ]
  test.each(cases)('%s', async (_what, body, outcome) => {
    server.setAnswer(() => ({ status: 200, body: JSON.stringify(body) }))
    expect(await lookUp()).toMatchObject(outcome)
  })
  test('without an answer leaves the outcome unknown', async () => {
    for (const answer of ['silence', { status: 401 }] as const) {
      server.setAnswer(() => answer)
      expect(await lookUp()).toMatchObject({ kind: 'unknown', failure: { code: 'outcome_unknown' } })
    }
  })
  test('knows curly quotes that were kept', async () => {
    server.setAnswer(() => ({ status: 200, body: JSON.stringify({ data: [record('m-1')] }) }))
    expect(await lookUp({ straighten_quotes: false })).toMatchObject({ kind: 'unknown' })
  })
})

describe('in the sandbox', () => {
  let sandbox: Awaited<ReturnType<typeof startSandbox>>
  let world: ReturnType<typeof ioFor>
  beforeAll(async () => {
    sandbox = await startSandbox({ port: 0, lines: [{ id: 'line', provider: 'flowroute' }] })
    world = ioFor(sandbox.url, 300)
  })
  afterAll(async () => {
    await world.close()
    await sandbox.close()
  })

  test.each(['2.1', '2.2'])('a message of v%s whose answer is lost is found', async (api_version) => {
    const line = sandbox.lines.get('line')!
    const { api_base_url, credentials } = line.view(sandbox.url)
    const channel = channelWith({ ...credentials, api_base_url, api_version })
    line.faults.set([{ kind: 'answer_lost' }])
    const message = {
      ...lost,
      text: `“${api_version}”`,
      media: [],
      statusUrl: `${channel.webhookUrl}?ref=7.1`,
      maybeRepeat: false,
    }
    const began = Date.now()
    expect(await flowroute.send(message, channel, world.io)).toMatchObject({ kind: 'unknown' })
    expect(await flowroute.lookUp!({ ...message, startedAt: began }, channel, world.io)).toEqual({
      kind: 'accepted',
      providerMessageId: sandbox.ledger.entries.at(-1)!.accepted_id,
    })
  })
})
