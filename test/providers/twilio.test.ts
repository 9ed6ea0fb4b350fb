import { randomBytes } from 'node:crypto'
import sdk from 'twilio'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mediaAccess } from '../../providers/twilio/fields.ts'
import { twilio } from '../../providers/twilio/index.ts'
import { type Sandbox, startSandbox } from '../../sandbox/server.ts'
import type { RawRequest } from '../../src/contract/inbound.ts'
import type { OutboundMessage } from '../../src/contract/outbound.ts'
import { fakeServer } from '../support/fake-server.ts'
import { ioFor } from './io.ts'
import { channelWith } from './samples.ts'

/** From spec/validation.spec.js of twilio-node 6.0.2, read 2026-11-21; the token is 12345. */
const call = {
  CallSid: 'CA1234567890ABCDE',
  Caller: '+14158675309',
  Digits: '1234',
  From: '+14158675309',
  To: '+18005551212',
}
const at = 'https://mycompany.com/myapp.php?foo=1&bar=2'
const vectors = [
  ['a form', at, call, 'RSOYDt4T1cUTdK1PDd93/VVr8B8='],
  [
    'a JSON body, its hash in the query',
    `${at}&bodySHA256=0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620`,
    '{"property": "value", "boolean": true}',
    'a9nBmqA0ju/hNViExpshrM61xv4=',
  ],
  [
    'an empty JSON object, signed with the port',
    `${at}&bodySHA256=44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a`,
    '{}',
    'Ldidvp12m26NI7eqEvxnEpkd9Hc=',
  ],
  [
    'only the hash in the query',
    'https://mycompany.com/myapp.php?bodySHA256=0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620',
    '{"property": "value", "boolean": true}',
    'y77kIzt2vzLz71DgmJGsen2scGs=',
  ],
  [
    'a port in the URL',
    'http://mycompany.com:1234/myapp.php?foo=1&bar=2',
    call,
    'Zmvh+3yNM1Phv2jhDCwEM3q5ebU=',
  ],
  ['the standard port added', at, call, 'kvajT1Ptam85bY51eRf/AJRuM3w='],
] as const

const channel = channelWith({ account_sid: `AC${'a'.repeat(32)}`, auth_token: '12345' })

function requestOf(url: string, body: string | Record<string, string>, signature: string): RawRequest {
  const isJson = typeof body === 'string'
  const type = isJson ? 'application/json' : 'application/x-www-form-urlencoded'
  return {
    method: 'POST',
    url,
    headers: { 'content-type': type, 'x-twilio-signature': signature },
    body: Buffer.from(isJson ? body : new URLSearchParams(body).toString()),
    receivedAt: 0,
  }
}

describe('signatures', () => {
  test.each(vectors)('%s', (_what, url, body, signature) => {
    expect(twilio.verify(requestOf(url, body, signature), channel)).toEqual({ ok: true })
    const other = url.replace('myapp', 'another')
    expect(twilio.verify(requestOf(other, body, signature), channel)).toMatchObject({ ok: false })
  })

  test('are judged as by the SDK: 300 random forms, URLs and headers', () => {
    const word = () => randomBytes(3).toString('latin1')
    for (let i = 0; i < 300; i++) {
      const port = ['', ':443', ':8443'][i % 3]
      const url = `https://a.example${port}/hook?${new URLSearchParams({ ref: word() })}`
      const form = new URLSearchParams(Array.from({ length: 5 }, (_, n) => [`p${n % 4}`, word()]))
      const names = [...new Set(form.keys())]
      const params = Object.fromEntries(names.map((name) => [name, form.getAll(name)]))
      const signed = [url, 'https://a.example/other', url.replace(/:\d+\/hook/, '/hook')][i % 4] ?? `${url}x`
      const signature = sdk.getExpectedTwilioSignature('12345', signed, params)
      const verdict = twilio.verify(
        { ...requestOf(url, {}, signature), body: Buffer.from(form.toString()) },
        channel,
      )
      expect(verdict.ok).toBe(sdk.validateRequest('12345', signature, url, params))
    }
  })
})

describe('with Twilio in the sandbox', () => {
  let sandbox: Sandbox
  let io: ReturnType<typeof ioFor>
  beforeAll(async () => {
    sandbox = await startSandbox({
      port: 0,
      webhookPausesMs: [],
      lines: [{ id: 'line', provider: 'twilio' }],
    })
    io = ioFor(sandbox.url, 500)
  })
  afterAll(async () => {
    await io.close()
    await sandbox.close()
  })
  const line = () => sandbox.lines.get('line')!
  const account = () => {
    const { api_base_url, credentials } = line().view(sandbox.url)
    return { ...channelWith({ ...credentials, api_base_url }), senders: ['+12025550123', 'ACME'] }
  }
  const message: OutboundMessage = {
    reference: '7.1',
    from: '+12025550123',
    to: '+12025550101',
    text: 'Hello',
    media: [],
    statusUrl: 'http://127.0.0.1:9/hook?ref=7.1',
    maybeRepeat: false,
  }

  test('the reference travels in the address of the receipts', async () => {
    await twilio.send(message, account(), io.io)
    expect(sandbox.ledger.entries.at(-1)?.reference).toBe('7.1')
  })

  test('a send whose answer was lost is found, unless two are alike or it never arrived', async () => {
    const lost = { ...message, startedAt: Date.now(), text: `Lost at ${Date.now()}` }
    const ask = () => twilio.lookUp!(lost, account(), io.io)
    line().faults.set([{ kind: 'answer_lost' }])
    expect(await twilio.send(lost, account(), io.io)).toMatchObject({ kind: 'unknown' })
    const id = sandbox.ledger.entries.at(-1)?.accepted_id
    expect(await ask()).toMatchObject({ kind: 'accepted', providerMessageId: id })
    const earlier = { ...lost, startedAt: Date.now() - 600_000 }
    expect(await twilio.lookUp!(earlier, account(), io.io)).toMatchObject({ kind: 'unknown' })
    await twilio.send(lost, account(), io.io)
    expect(await ask()).toMatchObject({
      kind: 'unknown',
      failure: { vendorText: "2 such messages are in Twilio's list." },
    })
    expect(await twilio.lookUp!({ ...lost, text: 'Another' }, account(), io.io)).toMatchObject({
      kind: 'unknown',
    })
    line().faults.set([{ kind: 'status', status: 500, on: 'other' }])
    expect(await ask()).toMatchObject({ kind: 'unknown' })
  })

  test('missed messages are listed with their files, which need the credentials', async () => {
    const since = Date.now() - 1000
    const file = await fakeServer(() => ({ status: 200, body: 'picture' }))
    const { id } = await sandbox.text(line(), {
      text: 'While you were out',
      media_urls: [`${file.url}/a.png`],
    })
    const listed = await twilio.listInbound!(since, account(), io.io)
    if (!listed.ok) throw new Error(listed.failed)
    expect(listed.messages).toMatchObject([
      { providerMessageId: id, from: '+12025550101', to: ['+12025550123'], text: 'While you were out' },
    ])
    const url = listed.messages[0]!.media[0]!.url
    const access = await twilio.mediaAccess!(account(), io.io, { url, tries: 0 })
    expect(access).toMatchObject({ hosts: [new URL(url).host] })
    const headers = 'headers' in access ? access.headers : {}
    expect((await fetch(url)).status).toBe(401)
    expect(await (await fetch(url, { headers })).text()).toBe('picture')
    await file.close()

    expect(await twilio.listInbound!(Date.now() + 86_400_000, account(), io.io)).toEqual({
      ok: true,
      messages: [],
    })
    line().faults.set([{ kind: 'status', status: 503, on: 'other' }])
    expect(await twilio.listInbound!(since, account(), io.io)).toMatchObject({ ok: false })
  })
})

test.each([
  [undefined, ['api.twilio.com']],
  ['https://api.dublin.ie1.twilio.com', ['api.dublin.ie1.twilio.com', 'api.twilio.com']],
  ['http://127.0.0.1:8090/carriers/twilio', ['127.0.0.1:8090']],
])('credentials for files go to the API alone: %s', (api_base_url, hosts) => {
  const access = mediaAccess(channelWith({ ...channel.values, api_base_url }))
  expect(access).toEqual({ headers: { authorization: expect.stringMatching(/^Basic /) }, hosts })
})
