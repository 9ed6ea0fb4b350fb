import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { messenger } from '../../providers/messenger/index.ts'
import { startSandbox } from '../../sandbox/server.ts'
import type { Cached, Io, Uploaded } from '../../src/contract/io.ts'
import type { OutboundMessage } from '../../src/contract/outbound.ts'
import { fakeServer } from '../support/fake-server.ts'
import { ioFor } from './io.ts'
import { channelWith } from './samples.ts'

const hourMs = 3_600_000
const values = { app_id: '1517776481860111', app_secret: 'sample-app-secret' }

function post(value: unknown) {
  const body = Buffer.from(JSON.stringify(value))
  const signature = `sha256=${createHmac('sha256', values.app_secret).update(body).digest('hex')}`
  const headers = { 'content-type': 'application/json', 'x-hub-signature-256': signature }
  return { method: 'POST', url: 'https://gateway.example/x', headers, body, receivedAt: Date.now() }
}
const page = (...messaging: object[]) => ({
  object: 'page',
  entry: [{ id: '1', time: Date.now(), messaging }],
})
const parsed = (value: unknown) => {
  const result = messenger.parse(post(value), channelWith(values))
  if (!result.ok) throw new Error(result.detail)
  return result.events
}

test('the answer to a webhook is 200', () => {
  expect(messenger.ack!([])).toMatchObject({ status: 200 })
})

test('a batch of 1,000 changes is judged and read within a second', () => {
  const at = Date.now()
  const entry = Array.from({ length: 1000 }, (_, i) => ({
    id: String(i % 3),
    time: at,
    messaging: [
      {
        sender: { id: `9${i}` },
        recipient: { id: String(i % 3) },
        timestamp: at,
        message: {
          mid: `m_${i}`,
          text: 'ä'.repeat(1000),
          attachments: [{ type: 'image', payload: { url: `https://cdn.example/${i}` } }],
        },
      },
    ],
  }))
  const request = post({ object: 'page', entry })
  const start = performance.now()
  expect(messenger.verify(request, channelWith(values))).toEqual({ ok: true })
  const result = messenger.parse(request, channelWith(values))
  expect(performance.now() - start).toBeLessThan(1000)
  expect(result.ok && result.events.filter(({ kind }) => kind === 'message')).toHaveLength(1000)
})

test('a tap without an id is the same message when it is posted again, and another tap is not', () => {
  const tap = (timestamp: number) => {
    const event = {
      sender: { id: '2' },
      recipient: { id: '1' },
      timestamp,
      postback: { title: 'Yes', payload: 'Y' },
    }
    const [first] = parsed(page(event))
    if (first?.kind !== 'message') throw new Error('No message.')
    return first.providerMessageId
  }
  const at = Date.now() - 1000
  expect(tap(at)).toBe(tap(at))
  expect(tap(at)).not.toBe(tap(at + 1))
})

test('only what we hand over ourselves is taken for our reference', () => {
  const echo = (app_id: unknown, metadata = 'trunkline:7.1') => {
    const message = { mid: 'm', is_echo: true, app_id, metadata, text: 'Hi' }
    const [first] = parsed(
      page({ sender: { id: '1' }, recipient: { id: '2' }, timestamp: Date.now(), message }),
    )
    return first?.kind === 'echo' ? first.reference : 'no echo'
  }
  expect(echo(1517776481860111)).toBe('7.1')
  expect(echo('1517776481860111')).toBe('7.1')
  expect(echo(undefined)).toBe('7.1')
  expect(echo(263902037430900)).toBeUndefined()
  for (const theirs of ['7.1', 'another bot', '']) expect(echo(1517776481860111, theirs)).toBeUndefined()
})

describe('in the sandbox', () => {
  let sandbox: Awaited<ReturnType<typeof startSandbox>>
  let world: ReturnType<typeof ioFor>
  beforeAll(async () => {
    sandbox = await startSandbox({ port: 0, lines: [{ id: 'line', provider: 'messenger' }] })
    world = ioFor(sandbox.url)
  })
  afterAll(async () => {
    await world.close()
    await sandbox.close()
  })

  const line = () => sandbox.lines.get('line')!
  const channel = (change: object = {}) => {
    const { credentials, api_base_url } = line().view(sandbox.url)
    return { ...channelWith({ ...credentials, api_base_url, ...change }), senders: line().numbers }
  }
  const message = (to: string, change: Partial<OutboundMessage> = {}): OutboundMessage => ({
    reference: '7.1',
    from: line().addresses.business,
    to,
    text: 'Hello',
    media: [],
    statusUrl: '',
    maybeRepeat: false,
    ...change,
  })
  /** Keeps what the real one keeps, and counts the calls to the vendor. */
  function keeping(): { io: Io; paths: string[] } {
    const paths: string[] = []
    const tokens = new Map<string, Cached<unknown>>()
    const files = new Map<string, Uploaded>()
    const io: Io = {
      ...world.io,
      request: (request) => {
        paths.push(new URL(request.url).pathname.split('/').at(-1)!)
        return world.io.request(request)
      },
      async cached<T>(key: string, load: () => Promise<Cached<T>>, fresh = false): Promise<T> {
        const known = fresh ? undefined : tokens.get(key)
        const value = known ?? (await load())
        tokens.set(key, value)
        return value.value as T
      },
      async uploaded(file, upload, fresh = false) {
        const known = fresh ? undefined : files.get(file.sha256)
        const value = known ?? (await upload())
        if ('id' in value) files.set(file.sha256, value)
        return value
      },
    }
    return { io, paths }
  }

  test.each([
    [23, undefined, 'accepted'],
    [25, 'open', 'outside_window'],
    [25, 'extended', 'accepted'],
    [169, 'extended', 'outside_window'],
  ] as const)('%i hours after the last message, with window %s: %s', async (hours, window, expected) => {
    const to = `57000${hours}${window?.length ?? 0}`
    await sandbox.text(line(), { from: to, text: 'Hi', at: Date.now() - hours * hourMs })
    const outcome = await messenger.send(message(to, { window }), channel(), world.io)
    expect(outcome.kind === 'rejected' ? outcome.failure.code : outcome.kind).toBe(expected)
    if (outcome.kind === 'rejected') expect(outcome.failure.vendorCode).toBe('10/2018278')
  })

  test('a file is uploaded once, sent twice, and seen on the handset', async () => {
    const { io, paths } = keeping()
    const bytes = Buffer.from([0, 255, 13, 10, 45, 45])
    const media = [
      {
        url: 'https://gateway.example/a',
        contentType: 'image/png',
        name: 'a.png',
        bytes: bytes.length,
        sha256: 'ab',
        read: async () => bytes,
      },
    ]
    for (const to of ['5700001', '5700002']) {
      const sent = await messenger.send(message(to, { text: undefined, media }), channel(), io)
      expect(sent).toMatchObject({ kind: 'accepted' })
    }
    expect(paths).toEqual(['message_attachments', 'messages', 'messages'])
    const [file] = line().thread.bubbles.at(-1)!.files
    expect(file).toMatchObject({ name: 'a.png', content_type: 'image/png' })
    const shown = await fetch(sandbox.url + file!.url)
    expect(Buffer.from(await shown.arrayBuffer())).toEqual(bytes)
  })

  test('each Page has its own id of a file', async () => {
    const { io, paths } = keeping()
    const { business } = line().addresses
    const other = '111222333444555'
    line().patch({ numbers: [business, other] })
    const file = { url: '', contentType: 'text/plain', name: 'a.txt', bytes: 1, sha256: 'cd' }
    const media = [{ ...file, read: async () => Buffer.from('a') }]
    for (const from of [business, other, business]) {
      const one = message('5700008', { from, text: undefined, media })
      expect(await messenger.send(one, channel(), io)).toMatchObject({ kind: 'accepted' })
    }
    line().patch({ numbers: [business] })
    expect(paths.filter((path) => path === 'message_attachments')).toHaveLength(2)
  })

  test('a text of 2,000 characters beyond the first plane is one message', async () => {
    const text = '👋'.repeat(2000)
    expect(await messenger.send(message('5700003', { text }), channel(), world.io)).toMatchObject({
      kind: 'accepted',
    })
  })

  test('a system user asks for the token of a Page once', async () => {
    const { io, paths } = keeping()
    const bySystem = channel({ access_by: 'system_user' })
    const { business } = line().addresses
    for (let i = 0; i < 2; i++) {
      expect(await messenger.send(message('5700004'), bySystem, io)).toMatchObject({ kind: 'accepted' })
    }
    expect(paths).toEqual([business, 'messages', 'messages'])
    expect(await messenger.check!(bySystem, world.io)).toMatchObject({
      status: 'connected',
      senders: [{ address: business, name: `Page ${business.slice(-4)}` }],
    })
  })

  test('no call has a token in its address', async () => {
    const urls: string[] = []
    const io: Io = {
      ...world.io,
      request: (request) => {
        urls.push(request.url)
        return world.io.request(request)
      },
    }
    const bySystem = channel({ access_by: 'system_user' })
    await messenger.send(message('5700005'), bySystem, io)
    await messenger.check!(bySystem, io)
    await messenger.profile!('5700005', line().addresses.business, bySystem, io)
    expect(urls.length).toBeGreaterThan(4)
    for (const url of urls) {
      expect(url).not.toContain(String(line().values.access_token))
      expect(url).not.toContain(String(line().values.app_secret))
    }
  })

  test('marks as seen and shows that somebody types', async () => {
    const contact = '5700006'
    await sandbox.text(line(), { from: contact, text: 'Hi' })
    const sender = line().addresses.business
    for (const type of ['read', 'typing'] as const) {
      await messenger.signal!({ type, contact, sender, target: 'm' }, channel(), world.io)
    }
    const steps = line()
      .thread.bubbles.at(-1)!
      .steps.map(({ text }) => text)
    expect(steps.slice(-2)).toEqual(['Read by the business', 'The business types …'])
  })

  test('knows the name of somebody who wrote, and nothing of anybody else', async () => {
    const sender = line().addresses.business
    await sandbox.text(line(), { from: '5700007', text: 'Hi' })
    expect(await messenger.profile!('5700007', sender, channel(), world.io)).toMatchObject({
      name: 'Sandbox 0007',
    })
    expect(await messenger.profile!('5709999', sender, channel(), world.io)).toEqual({})
    expect(await messenger.profile!('5700007', sender, channel({ access_token: 'x' }), world.io)).toEqual({})
  })
})

test.each([
  [
    { first_name: 'Ada', last_name: 'Lovelace', profile_pic: 'https://cdn.example/p' },
    { name: 'Ada Lovelace', pictureUrl: 'https://cdn.example/p' },
  ],
  [{ name: 'Ada' }, { name: 'Ada' }],
])('a profile %j', async (told, expected) => {
  const io = { request: async () => answer(200, told) } as unknown as Io
  const channel = channelWith({ ...values, access_token: 'EAAB' })
  expect(await messenger.profile!('2', '1', channel, io)).toEqual({ pictureUrl: undefined, ...expected })
})

test('no error has the token of a Page in it, whoever repeats it', async () => {
  const pageToken = 'PAGE-token-that-nobody-may-see'
  const server = await fakeServer(({ method }) =>
    method === 'GET'
      ? { status: 200, body: JSON.stringify({ access_token: pageToken }) }
      : {
          status: 400,
          body: JSON.stringify({ error: { code: 190, message: `Malformed token ${pageToken}` } }),
        },
  )
  const world = ioFor(server.url)
  const own = {
    ...values,
    access_token: 'system-user-token',
    access_by: 'system_user',
    api_base_url: server.url,
  }
  const media = [
    {
      ...{ url: 'https://gateway.example/a', name: 'a.png', contentType: 'image/png' },
      ...{ bytes: 1, sha256: 'ab'.repeat(32), read: async () => Buffer.from('a') },
    },
  ]
  const message = { reference: '1.1', from: '1', to: '2', statusUrl: '', maybeRepeat: false }
  for (const more of [{ text: 'Hi', media: [] }, { media }]) {
    const outcome = await messenger.send({ ...message, ...more }, channelWith(own), world.io)
    expect(outcome).toMatchObject({ kind: 'rejected', failure: { code: 'authentication_failed' } })
    expect(JSON.stringify(outcome)).not.toContain(pageToken)
  }
  await world.close()
  await server.close()
})

test('a name that the profile does not give is found in the conversation', async () => {
  const participants = {
    data: [
      { id: '1', name: 'The Page' },
      { id: '2', name: 'Ada' },
    ],
  }
  const io = {
    request: async ({ url }: { url: string }) =>
      url.includes('/conversations?')
        ? answer(200, { data: [{ participants }] })
        : answer(400, { error: { code: 100, error_subcode: 33, message: 'No' } }),
  } as unknown as Io
  const channel = channelWith({ ...values, access_token: 'EAAB' })
  expect(await messenger.profile!('2', '1', channel, io)).toEqual({ name: 'Ada' })
})

const answer = (status: number, value: unknown) => ({
  kind: 'answer',
  status,
  headers: {},
  body: Buffer.from(JSON.stringify(value)),
})
