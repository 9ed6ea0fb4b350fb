import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { HttpRequest, HttpResult, Io } from '../../src/contract/io.ts'
import type { Channel } from '../../src/contract/provider.ts'
import { answerChallenge } from '../../src/lib/meta/challenge.ts'
import { failedCheck } from '../../src/lib/meta/checked.ts'
import { readGraphError, refusalOutcome } from '../../src/lib/meta/errors.ts'
import { callGraph } from '../../src/lib/meta/graph.ts'
import { verifyMeta } from '../../src/lib/meta/signature.ts'
import { tokenFacts } from '../../src/lib/meta/token-facts.ts'
import { versionFact } from '../../src/lib/meta/versions.ts'
import { readWebhook } from '../../src/lib/meta/webhook-body.ts'
import { multipart } from '../../src/lib/multipart.ts'
import { english } from '../support/english.ts'

const now = Date.parse('2026-11-21T10:00:00Z')
const values = { app_id: '1517776481860111', app_secret: 'sample-app-secret', verify_token: 'meaty' }
const channel: Channel = { id: 1, values, senders: [], webhookUrl: 'https://gateway.example/hook' }

describe('a signature', () => {
  const body = Buffer.from('{"text":"\\u00e4\\u00f6\\u00e5 \\/"}')
  const request = (headers: Record<string, string>, bytes: Uint8Array = body) => ({
    method: 'POST',
    url: channel.webhookUrl,
    headers,
    body: bytes,
    receivedAt: now,
  })
  const right = `sha256=${createHmac('sha256', values.app_secret).update(body).digest('hex')}`

  test('is made over the bytes as they came', () => {
    expect(verifyMeta(request({ 'x-hub-signature-256': right }), channel)).toEqual({ ok: true })
    const anew = Buffer.from(JSON.stringify(JSON.parse(body.toString())))
    const verdict = verifyMeta(request({ 'x-hub-signature-256': right }, anew), channel)
    expect(verdict).toMatchObject({ ok: false, code: 'signature_mismatch' })
  })
  test.each([
    [{}, 'signature_missing'],
    [{ 'x-hub-signature': `sha1=${'0'.repeat(40)}` }, 'signature_missing'],
    [{ 'x-hub-signature-256': right.slice(7) }, 'signature_mismatch'],
    [{ 'x-hub-signature-256': right.replace('sha256', 'sha1') }, 'signature_mismatch'],
    [{ 'x-hub-signature-256': `${right}, ${right}` }, 'signature_mismatch'],
  ])('%j is refused: %s', (headers, code) => {
    expect(verifyMeta(request(headers as Record<string, string>), channel)).toMatchObject({ ok: false, code })
  })
  test('needs a secret', () => {
    const bare = { ...channel, values: {} }
    expect(verifyMeta(request({ 'x-hub-signature-256': right }), bare)).toMatchObject({
      ok: false,
      code: 'secret_not_set',
    })
  })
})

describe('the challenge', () => {
  const ask = (query: string, of = channel) =>
    answerChallenge(
      {
        method: 'GET',
        url: `${of.webhookUrl}?${query}`,
        headers: {},
        body: new Uint8Array(),
        receivedAt: now,
      },
      of,
    )
  test('comes back bare, as plain text', () => {
    expect(ask('hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=meaty')).toEqual({
      status: 200,
      contentType: 'text/plain; charset=utf-8',
      body: '1158201444',
    })
  })
  test.each([
    'hub.mode=subscribe&hub.challenge=1&hub.verify_token=meat',
    'hub.mode=unsubscribe&hub.challenge=1&hub.verify_token=meaty',
    'hub.mode=subscribe&hub.challenge=1',
    'hub.mode=subscribe&hub.challenge=%3Cscript%3E&hub.verify_token=meaty',
    `hub.mode=subscribe&hub.challenge=${'1'.repeat(129)}&hub.verify_token=meaty`,
    'hub.mode=subscribe&hub.verify_token=meaty',
    '',
  ])('is refused: %s', (query) => {
    expect(ask(query)).toEqual({ status: 403 })
  })
  test('is refused where the channel has no verify token', () => {
    const bare = { ...channel, values: {} }
    expect(ask('hub.mode=subscribe&hub.challenge=1&hub.verify_token=', bare)).toEqual({ status: 403 })
  })
})

/** An outside world that keeps what it was asked, and answers so. */
function world(status: number, body: unknown): { seen: HttpRequest[]; io: Io } {
  const seen: HttpRequest[] = []
  const io = {
    request: async (request: HttpRequest): Promise<HttpResult> => {
      seen.push(request)
      return { kind: 'answer', status, headers: {}, body: Buffer.from(JSON.stringify(body)) }
    },
    now: () => now,
  } as unknown as Io
  return { seen, io }
}

test('a call has its version in the path, its token in a header and the proof of the secret', async () => {
  const { seen, io } = world(200, {})
  const call = { method: 'POST', path: '1/messages', token: 'EAAB', body: { a: 1 }, timeoutMs: 1 } as const
  await callGraph(call, channel, io)
  const proof = createHmac('sha256', values.app_secret).update('EAAB').digest('hex')
  expect(seen).toMatchObject([
    {
      url: `https://graph.facebook.com/v25.0/1/messages?appsecret_proof=${proof}`,
      headers: { authorization: 'Bearer EAAB', 'content-type': 'application/json' },
    },
  ])
  await callGraph(
    { ...call, query: { fields: 'id,name' } },
    { ...channel, values: { api_base_url: 'http://127.0.0.1:1/x/', graph_version: 'v26.0' } },
    io,
  )
  expect(seen[1]!.url).toBe('http://127.0.0.1:1/x/v26.0/1/messages?fields=id%2Cname')
})

test.each([
  ['v25.0', 'v25.0: until 2028-07-29', 'v25.0：可用至 2028-07-29', false],
  ['v21.0', 'v21.0: until 2027-01-21', 'v21.0：可用至 2027-01-21', false],
  ['v20.0', 'v20.0: ended on 2026-09-24', 'v20.0：已于 2026-09-24 停用', true],
  ['v9.0', 'v9.0: ended', 'v9.0：已停用', true],
  ['v26.0', 'v26.0: no end announced', 'v26.0：未公布停用日期', undefined],
  ['v30.0', 'v30.0: no end announced', 'v30.0：未公布停用日期', undefined],
])('version %s', (version, en, zh, warning) => {
  const fact = versionFact(version, now)
  expect(fact.value).toEqual({ en, zh })
  expect(fact.warning).toBe(warning)
})
test('a version is warned of from 60 days before its end', () => {
  const end = Date.parse('2027-01-21')
  expect(versionFact('v21.0', end - 61 * 86_400_000).warning).toBe(false)
  expect(versionFact('v21.0', end - 60 * 86_400_000).warning).toBe(true)
})

const answer = (status: number, body: unknown, headers = {}) => ({
  kind: 'answer' as const,
  status,
  headers,
  body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
})
const error = (code: number, more: object = {}) => ({ error: { code, message: 'Words', ...more } })

describe('an error', () => {
  const mine = new Map([
    ['10/2018278', 'outside_window'],
    ['4', 'send_failed'],
  ] as const)
  const outcome = (status: number, body: unknown, headers = {}) =>
    refusalOutcome(answer(status, body, headers), mine, ['EAAB'], now)

  test.each([
    ["the provider's own pair", 400, error(10, { error_subcode: 2018278 }), 'rejected', 'outside_window'],
    ["the provider's own code", 400, error(4), 'rejected', 'send_failed'],
    [
      'a known code with an unknown subcode',
      400,
      error(190, { error_subcode: 1 }),
      'rejected',
      'authentication_failed',
    ],
    ['another subcode', 400, error(10, { error_subcode: 1 }), 'rejected', 'permission_denied'],
    ['a range', 400, error(294), 'rejected', 'permission_denied'],
    ['a code as text', 400, error('190' as never), 'rejected', 'authentication_failed'],
    ['too much', 400, error(613), 'retry', 'too_frequent'],
    ['too much of a use case', 400, error(80006), 'retry', 'too_frequent'],
    ['a short failure of theirs', 500, error(2), 'retry', 'provider_unavailable'],
    ['any that says it passes', 500, error(77, { is_transient: true }), 'retry', 'provider_unavailable'],
    ['one that may have been sent', 500, error(1), 'unknown', 'outcome_unknown'],
    ['an error in a 200', 200, error(100), 'rejected', 'invalid_parameter'],
    ['an unknown code', 400, error(99_999), 'rejected', 'send_failed'],
    ['no error in a 400', 400, 'Bad Request', 'rejected', 'send_failed'],
    ['no error in a 502', 502, '<html>', 'unknown', 'outcome_unknown'],
    ['no error and no id in a 200', 200, '{}', 'unknown', 'outcome_unknown'],
  ])('%s', (_what, status, body, kind, code) => {
    expect(outcome(status, body)).toMatchObject({ kind, failure: { code } })
  })
  test("keeps Meta's code and words, and none of our secrets", () => {
    const body = error(10, {
      error_subcode: 2018278,
      message: 'Bad EAAB',
      error_data: { details: 'Too late' },
    })
    expect(outcome(400, body)).toEqual({
      kind: 'rejected',
      failure: { code: 'outside_window', vendorCode: '10/2018278', vendorText: 'Bad ••• · Too late' },
    })
  })
  test('waits as long as it is told', () => {
    expect(outcome(429, 'Slow', { 'retry-after': '7' })).toMatchObject({ kind: 'retry', afterMs: 7000 })
  })
  test.each(['', 'null', '{"error":"no"}', '{"error":{"code":"x"}}'])('%j is none', (body) => {
    expect(readGraphError(Buffer.from(body))).toBeUndefined()
  })
})

test.each([
  [answer(200, {}), undefined],
  [answer(200, error(190)), 'unauthorised'],
  [answer(400, error(190)), 'unauthorised'],
  [answer(403, error(200)), 'unauthorised'],
  [answer(401, ''), 'unauthorised'],
  [answer(500, error(2)), 'service_unavailable'],
  [answer(400, error(100)), 'unknown_source'],
  [answer(404, '<html>'), 'request_failed'],
  [{ kind: 'lost', reason: 'cut EAAB' } as const, 'request_failed'],
])('a check answered with %j', (result, status) => {
  const checked = failedCheck(result, 'Asked', ['EAAB'])
  expect(checked?.status).toBe(status)
  expect(checked?.detail ?? '').not.toContain('EAAB')
  expect(checked?.detail ?? '').not.toContain('..')
})

describe('the facts of a token', () => {
  const facts = async (data: unknown, status = 200) => {
    const body = status === 200 ? [{ code: 200, body: JSON.stringify({ data }) }] : error(190)
    const { seen, io } = world(status, body)
    const found = await tokenFacts('EAAB', ['pages_messaging'], channel, io, 1000)
    return {
      seen,
      found: found.map(({ label, value, warning }) => [label.en, english(value), warning === true]),
    }
  }
  const good = { is_valid: true, app_id: values.app_id, scopes: ['pages_messaging'], expires_at: 0 }

  test('are asked for with the app itself, and the token is in no address', async () => {
    const { seen, found } = await facts(good)
    expect(seen).toHaveLength(1)
    expect(seen[0]!.url).not.toContain('EAAB')
    expect(seen[0]!.headers!.authorization).toBe('Bearer 1517776481860111|sample-app-secret')
    expect(String(seen[0]!.body)).toContain('debug_token?input_token=EAAB')
    expect(found).toEqual([
      ['Access token', 'valid, without an end', false],
      ['Permissions', 'pages_messaging', false],
    ])
  })
  test('warn of an end that is near, of another app and of a permission that is missing', async () => {
    const soon = (now + 13 * 86_400_000) / 1000
    const { found } = await facts({
      ...good,
      app_id: 7,
      scopes: [],
      expires_at: soon,
      data_access_expires_at: soon,
    })
    expect(found).toEqual([
      ['Access token', 'valid until 2026-12-04', true],
      ['App of the token', '7', true],
      ['Permissions', '–', false],
      ['Missing permissions', 'pages_messaging', true],
      ['Access to data', 'valid until 2026-12-04', true],
    ])
  })
  test('say why one is not valid', async () => {
    const { found } = await facts({ is_valid: false, error: { message: 'Session has expired' } })
    expect(found[0]).toEqual(['Access token', 'not valid: Session has expired', true])
  })
  test('say when Meta did not tell', async () => {
    const { found } = await facts(undefined, 400)
    expect(found).toEqual([['Access token', 'Meta could not be asked about it', true]])
  })
})

test('a batch of 1,000 changes with forty keys each is read, twice as much is not', () => {
  const change = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`k${i}`, i]))
  const request = (changes: number) => ({
    method: 'POST',
    url: channel.webhookUrl,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: Buffer.from(JSON.stringify({ entry: Array(changes).fill(change) })),
    receivedAt: now,
  })
  expect(readWebhook(request(1000)).ok).toBe(true)
  expect(readWebhook(request(2000))).toMatchObject({ ok: false, code: 'malformed_body' })
  expect(readWebhook({ ...request(1), headers: {} })).toMatchObject({ code: 'unsupported_media_type' })
})

test('a form with a file is what a browser would send', async () => {
  const file = {
    field: 'filedata',
    name: 'a "b".png',
    contentType: 'image/png',
    bytes: Buffer.from([0, 255]),
  }
  const { contentType, bytes } = multipart({ message: '{"a":1}' }, file, 'xyz')
  const form = await new Response(bytes as never, { headers: { 'content-type': contentType } }).formData()
  expect(form.get('message')).toBe('{"a":1}')
  const read = form.get('filedata') as File
  expect([read.name, read.type]).toEqual(['a "b".png', 'image/png'])
  expect([...new Uint8Array(await read.arrayBuffer())]).toEqual([0, 255])
})
