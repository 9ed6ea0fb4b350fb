import { request } from 'node:http'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { generic } from '../../providers/generic/index.ts'
import type { FaultInput } from '../../sandbox/faults.ts'
import type { Line } from '../../sandbox/lines.ts'
import { type Sandbox, startSandbox } from '../../sandbox/server.ts'
import { webhookMaker } from '../../sandbox/webhooks.ts'
import type { InboundEvent, RawRequest } from '../../src/contract/inbound.ts'
import type { Channel } from '../../src/contract/provider.ts'
import { type FakeServer, fakeServer, type SeenRequest } from '../support/fake-server.ts'

let gateway: FakeServer
let sandbox: Sandbox
let line: Line

beforeEach(async () => {
  gateway = await fakeServer()
  sandbox = await startSandbox({
    port: 0,
    receiptDelaysMs: [5, 20],
    webhookPausesMs: [10, 10],
    lines: [{ webhook_url: `${gateway.url}/hook`, credentials: { api_key: 'key', secret: 'secret' } }],
  })
  line = sandbox.lines.get('generic')!
})
afterEach(async () => {
  await sandbox.close()
  await gateway.close()
})

const channel = (): Channel => ({ id: 1, values: line.values, senders: [], webhookUrl: line.webhookUrl })

/** What our own adapter makes of a webhook that the gateway was sent. */
function read(request: SeenRequest): InboundEvent {
  const headers = request.headers as Record<string, string>
  const raw: RawRequest = { ...request, headers, url: line.webhookUrl, receivedAt: request.at }
  expect(generic.verify(raw, channel())).toEqual({ ok: true })
  const parsed = generic.parse(raw, channel())
  if (!parsed.ok) throw new Error(parsed.detail)
  return parsed.events[0]!
}

const api = (path: string) => `${sandbox.url}/carriers/generic/${path}`
const send = (fields: object = {}, key = 'key', timeoutMs = 10_000) =>
  fetch(api('messages'), {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ from: '+12025550123', to: '+12025550101', text: 'Hello', ...fields }),
    signal: AbortSignal.timeout(timeoutMs),
  })
const arm = (...faults: FaultInput[]) => line.faults.set(faults)
const receipts = () =>
  gateway.seen.map(read).flatMap((event) => (event.kind === 'receipt' ? [event.status] : []))

describe("the generic carrier's API", () => {
  test('takes a message, keeps it in the ledger and sends receipts', async () => {
    const before = performance.timeOrigin + performance.now()
    const answer = await send()
    const { data } = (await answer.json()) as { data: { id: string } }
    expect(answer.status).toBe(200)
    const { data: entries } = (await (await fetch(`${sandbox.url}/ledger?after=0`)).json()) as {
      data: object[]
    }
    const common = {
      seq: 1,
      line: 'generic',
      from: '+12025550123',
      to: '+12025550101',
      text: 'Hello',
      media_urls: [],
    }
    expect(entries).toEqual([
      {
        ...common,
        reference: null,
        tag: null,
        accepted_id: data.id,
        answer: 200,
        fault: null,
        at: expect.any(Number),
      },
    ])
    expect(sandbox.ledger.entries[0]!.at).toBeGreaterThanOrEqual(before)
    await vi.waitFor(() => expect(receipts()).toEqual(['sent', 'delivered']))
    expect(read(gateway.seen[0]!)).toMatchObject({ kind: 'receipt', providerMessageId: data.id })
  })

  test.each([
    ['a wrong key', {}, 'other', 401, '10004'],
    ['a number that is not one', { to: '555' }, 'key', 400, '10001'],
    ['neither text nor media', { text: '' }, 'key', 400, '10002'],
    ["another account's number", { from: '+12025550999' }, 'key', 400, '10002'],
  ])('refuses %s', async (_what, fields, key, status, code) => {
    const answer = await send(fields, key)
    expect(answer.status).toBe(status)
    expect(await answer.json()).toMatchObject({ errors: [{ code }] })
    expect(sandbox.ledger.entries).toMatchObject([{ accepted_id: null, answer: status }])
  })

  test('hands back a challenge to who knows the key', async () => {
    const ask = (key: string) =>
      fetch(api('verify?challenge=abc'), { headers: { authorization: `Bearer ${key}` } })
    expect(await (await ask('key')).text()).toContain('abc')
    expect((await ask('other')).status).toBe(401)
    arm({ kind: 'status', on: 'other', status: 500 })
    expect((await ask('key')).status).toBe(500)
    expect((await ask('key')).status).toBe(200)
  })
})

describe('faults', () => {
  test.each<[FaultInput, number]>([
    [{ kind: 'rate_limit', retry_after: '7' }, 429],
    [{ kind: 'status', status: 503 }, 503],
    [{ kind: 'error', name: 'file too large' }, 413],
    [{ kind: 'error', name: 'no id in the answer' }, 200],
  ])('%j is answered and not taken, once', async (fault, status) => {
    arm(fault)
    const answer = await send()
    expect(answer.status).toBe(status)
    expect(answer.headers.get('retry-after')).toBe(fault.kind === 'rate_limit' ? '7' : null)
    expect((await send()).status).toBe(200)
    expect(sandbox.ledger.entries).toMatchObject([
      { accepted_id: null, answer: status, fault: fault.kind },
      { accepted_id: expect.any(String), answer: 200, fault: null },
    ])
  })

  test.each<[FaultInput, boolean]>([
    [{ kind: 'reset_before' }, false],
    [{ kind: 'reset_after' }, true],
    [{ kind: 'answer_lost' }, true],
    [{ kind: 'half_answer' }, true],
  ])('%j leaves the sender without an answer', async (fault, taken) => {
    arm(fault)
    await expect(send({}, 'key', 500).then((answer) => answer.text())).rejects.toThrow()
    expect(sandbox.ledger.entries).toMatchObject([
      { accepted_id: taken ? expect.any(String) : null, fault: fault.kind },
    ])
  })

  test('takes it but says 500', async () => {
    arm({ kind: 'takes_it_but_500', times: null })
    expect([(await send()).status, (await send()).status]).toEqual([500, 500])
    expect(sandbox.ledger.entries.map((entry) => entry.accepted_id)).toEqual([
      expect.any(String),
      expect.any(String),
    ])
  })

  test('a delay comes on top of another fault', async () => {
    arm({ kind: 'delay', ms: 120 }, { kind: 'rate_limit' })
    const start = performance.now()
    expect((await send()).status).toBe(429)
    expect(performance.now() - start).toBeGreaterThan(110)
  })

  test.each<[FaultInput, string[]]>([
    [{ kind: 'receipts_reversed' }, ['delivered', 'sent']],
    [{ kind: 'receipts_failed' }, ['sent', 'failed']],
    [{ kind: 'receipts_late', ms: 100 }, ['sent', 'delivered']],
  ])('%j', async (fault, statuses) => {
    arm(fault)
    const start = Date.now()
    await send()
    await vi.waitFor(() => expect(receipts()).toEqual(statuses))
    expect(gateway.seen[0]!.at - start).toBeGreaterThanOrEqual(fault.kind === 'receipts_late' ? 100 : 0)
  })

  test('receipts before the answer', async () => {
    arm({ kind: 'receipts_early' })
    await send()
    expect(receipts()).toEqual(['sent', 'delivered'])
  })

  test('no receipts', async () => {
    arm({ kind: 'receipts_none' })
    await send()
    await new Promise((resolve) => setTimeout(resolve, 60))
    expect(gateway.seen).toEqual([])
  })

  test('a malformed fault is refused with a sentence', async () => {
    const headers = { 'content-type': 'application/json' }
    const put = (body: unknown) =>
      fetch(`${sandbox.url}/lines/generic/faults`, { method: 'PUT', headers, body: JSON.stringify(body) })
    expect((await put([{ kind: 'delay', ms: -1 }])).status).toBe(400)
    expect(await (await put([{ kind: 'delay', ms: 5, times: 2 }])).json()).toMatchObject({
      faults: [{ kind: 'delay', ms: 5, times: 2 }],
    })
  })
})

describe('the handset', () => {
  test('posts a signed message that our adapter reads', async () => {
    const outcome = await sandbox.text(line, { text: 'Hi there 👋' })
    expect(outcome).toMatchObject({ delivered: true, tries: [{ status: 204 }] })
    expect(read(gateway.seen[0]!)).toMatchObject({
      kind: 'message',
      providerMessageId: outcome.id,
      from: '+12025550101',
      to: ['+12025550123'],
      text: 'Hi there 👋',
    })
  })

  test('a refused message is tried three times and says why', async () => {
    gateway.setAnswer(() => ({ status: 400, body: JSON.stringify({ code: 'signature_mismatch' }) }))
    const outcome = await sandbox.text(line, { text: 'Hi' })
    expect(outcome.delivered).toBe(false)
    expect(outcome.tries).toMatchObject(Array(3).fill({ status: 400, reason: 'signature_mismatch' }))
    expect(line.thread.bubbles[0]!.state).toBe('failed')
    expect(new Set(gateway.seen.map((request) => request.body.toString())).size).toBe(1)
  })

  test('a gateway that recovers gets the message', async () => {
    let calls = 0
    gateway.setAnswer(() => ({ status: ++calls < 3 ? 503 : 204 }))
    expect((await sandbox.text(line, { text: 'Hi' })).tries.map((one) => one.status)).toEqual([503, 503, 204])
  })

  test('a duplicate is the same message twice', async () => {
    arm({ kind: 'duplicate_webhook' })
    const { id } = await sandbox.text(line, { text: 'Hi' })
    expect(gateway.seen.map(read)).toMatchObject([{ providerMessageId: id }, { providerMessageId: id }])
  })

  test('a picture goes out as a URL, and comes back with the same bytes', async () => {
    const picture = Buffer.from('89504e470d0a1a0a', 'hex')
    const headers = { 'content-type': 'image/png' }
    const kept = await fetch(`${sandbox.url}/files?name=a.png`, { method: 'POST', headers, body: picture })
    const { id } = (await kept.json()) as { id: string }
    await sandbox.text(line, { files: [id] })
    const event = read(gateway.seen[0]!)
    if (event.kind !== 'message') throw new Error('not a message')
    const file = event.media[0]!
    expect(file).toMatchObject({
      contentType: 'image/png',
      bytes: 8,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
    expect(Buffer.from(await (await fetch(file.url)).arrayBuffer())).toEqual(picture)
  })

  test("fetches the gateway's files as a carrier does", async () => {
    gateway.setAnswer(({ path }) =>
      path === '/file'
        ? { status: 200, body: 'png', headers: { 'content-type': 'image/png' } }
        : { status: 404 },
    )
    await send({ text: '', media_urls: [`${gateway.url}/file`, `${gateway.url}/gone`] })
    await vi.waitFor(() =>
      expect(line.thread.bubbles[0]!.files).toMatchObject([
        { content_type: 'image/png', url: expect.stringMatching(/^\/files\//), error: null },
        { url: null, error: 'answered 404' },
      ]),
    )
  })

  test('streams what was and what comes', async () => {
    await sandbox.text(line, { text: 'first' })
    const reader = (await fetch(`${sandbox.url}/lines/generic/stream`)).body!.getReader()
    let text = ''
    const until = async (words: string) => {
      while (!text.includes(words)) text += Buffer.from((await reader.read()).value!).toString()
    }
    await until('first')
    await send({ text: 'second' })
    await until('second')
    await reader.cancel()
  })
})

describe('other sites', () => {
  test('cannot drive the sandbox from a browser', async () => {
    const headers = { 'content-type': 'application/json', 'sec-fetch-site': 'cross-site' }
    const answer = await fetch(`${sandbox.url}/lines`, { method: 'POST', headers, body: '{}' })
    expect(answer.status).toBe(403)
  })

  test('cannot reach it under a name of their own', async () => {
    const status = (host: string) =>
      new Promise((resolve, reject) => {
        const asked = request(`${sandbox.url}/lines`, { headers: { host } }, (answer) =>
          resolve(answer.resume().statusCode),
        )
        asked.on('error', reject).end()
      })
    expect(await status('evil.example:8090')).toBe(403)
    expect(await status('localhost:8090')).toBe(200)
    expect(await status('[::1]:8090')).toBe(200)
  })
})

describe('benchmarks', () => {
  test('load mode keeps arrival times and finds marked texts', async () => {
    const put = (body: object) =>
      fetch(`${sandbox.url}/lines/generic/load`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    await put({ on: true, capacity: 3, marker: 'reply-' })
    for (const text of ['bulk', 'reply-1', 'bulk', 'bulk']) {
      expect(await (await send({ text })).json()).toEqual({ data: { id: expect.any(String) } })
    }
    const report = (await (await fetch(`${sandbox.url}/lines/generic/load`)).json()) as {
      count: number
      stamps: number[]
      marked: { text: string; at: number }[]
    }
    expect(report.count).toBe(4)
    expect(report.stamps).toEqual([...report.stamps].sort((a, b) => a - b))
    expect(report.stamps).toHaveLength(3)
    expect(report.marked).toMatchObject([{ text: 'reply-1' }])
    expect(sandbox.ledger.entries).toEqual([])
    await put({ on: false })
    await send()
    expect(sandbox.ledger.entries).toHaveLength(1)
  })

  test('the maker of webhooks signs, and never repeats an id', async () => {
    const credentials = { secret: 'secret' }
    const options = {
      provider: 'generic',
      credentials,
      to: '+12025550123',
      customers: 50,
      textCharacters: 790,
      run: 'a',
    }
    const make = await webhookMaker(options)
    const events = [0, 1, 50].map((n) => {
      const { headers, body } = make(n)
      return read({
        method: 'POST',
        path: '',
        headers: { ...headers },
        body: Buffer.from(body),
        at: Date.now(),
      })
    })
    expect(events.map((event) => event.kind === 'message' && event.from)).toEqual([
      '+12025550100',
      '+12025550101',
      '+12025550100',
    ])
    expect(new Set(events.map((event) => event.kind === 'message' && event.providerMessageId)).size).toBe(3)
    expect(make(0).body.byteLength).toBeGreaterThan(1000)
  })
})
