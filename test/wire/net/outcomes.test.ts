import type { Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import type { HttpRequest } from '../../../src/contract/io.ts'
import { createHttpClient, type HttpClient, type HttpClientOptions } from '../../../src/lib/net/client.ts'
import { type RawServer, rawServer } from '../../support/raw-server.ts'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

function client(options: HttpClientOptions = {}): HttpClient {
  const made = createHttpClient({ allowPrivateAddresses: true, ...options })
  open.push(made)
  return made
}

async function server(...behaviour: Parameters<typeof rawServer>): Promise<RawServer> {
  const made = await rawServer(...behaviour)
  open.push(made)
  return made
}

const post = (url: string, more: Partial<HttpRequest> = {}): HttpRequest => ({
  method: 'POST',
  url: `${url}send?key=hunter2`,
  headers: { authorization: 'Bearer hunter2' },
  body: '{"text":"hunter2"}',
  ...more,
})

const ok = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'
const head = 'HTTP/1.1 200 OK\r\n'
const answered = (socket: Socket, text: string) => socket.write(text)
const thenEnd = (text: string) => (socket: Socket) => void socket.end(text)
const thenReset = (text: string) => (socket: Socket) =>
  void socket.write(text, () => setTimeout(() => socket.resetAndDestroy(), 20))
const whole = (text: string) => (socket: Socket) => void answered(socket, text)

/** What the far end does once it has the whole request, and what that is. */
const behaviours: [string, (socket: Socket) => void, 'answer' | 'lost', string | RegExp][] = [
  ['answers', whole(ok), 'answer', 'ok'],
  ['answers with an error status', whole('HTTP/1.1 500 No\r\ncontent-length: 2\r\n\r\nno'), 'answer', 'no'],
  ['answers without a body', whole('HTTP/1.1 204 No Content\r\n\r\n'), 'answer', ''],
  [
    'answers in chunks',
    whole(`${head}transfer-encoding: chunked\r\n\r\n1\r\no\r\n1\r\nk\r\n0\r\n\r\n`),
    'answer',
    'ok',
  ],
  [
    'announces first (103), then answers',
    whole(`HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n${ok}`),
    'answer',
    'ok',
  ],
  [
    'answers a body that ends with the connection',
    thenEnd(`${head}connection: close\r\n\r\nok`),
    'answer',
    'ok',
  ],
  ['answers and closes at once', thenEnd(ok), 'answer', 'ok'],
  ['answers and resets', thenReset(ok), 'answer', 'ok'],
  ['sends more than it announced', whole(`${ok}and more`), 'answer', 'ok'],
  ['resets', (socket) => void socket.resetAndDestroy(), 'lost', /closed the connection/],
  ['closes', (socket) => void socket.end(), 'lost', /closed the connection/],
  ['half-closes and waits', (socket) => void socket.end(), 'lost', /closed the connection/],
  ['is silent', () => {}, 'lost', /within the time/],
  ['sends half a status line', whole('HTTP/1.1 2'), 'lost', /within the time/],
  ['resets after the status line', thenReset('HTTP/1.1 200 OK\r\n'), 'lost', /closed the connection/],
  ['closes after the status line', thenEnd('HTTP/1.1 200 OK\r\n'), 'lost', /closed/],
  ['closes within the headers', thenEnd(`${head}content-le`), 'lost', /closed/],
  ['closes after half a body', thenEnd(`${head}content-length: 9\r\n\r\nhalf`), 'lost', /closed|length/],
  [
    'closes after half a body, as announced',
    thenEnd(`${head}connection: close\r\ncontent-length: 9\r\n\r\nhalf`),
    'lost',
    /closed|length/,
  ],
  [
    'resets after half a body',
    thenReset(`${head}content-length: 9\r\n\r\nhalf`),
    'lost',
    /closed the connection/,
  ],
  [
    'resets within a body that ends with the connection',
    thenReset(`${head}connection: close\r\n\r\nhalf`),
    'lost',
    /closed the connection/,
  ],
  ['stops within a body', whole(`${head}content-length: 9\r\n\r\nhalf`), 'lost', /within the time/],
  [
    'closes within chunks',
    thenEnd(`${head}transfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n`),
    'lost',
    /closed/,
  ],
  [
    'stops within chunks',
    whole(`${head}transfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n`),
    'lost',
    /within the time/,
  ],
  [
    'sends a broken chunk size',
    whole(`${head}transfer-encoding: chunked\r\n\r\nzz\r\nhalf\r\n`),
    'lost',
    /not valid HTTP/,
  ],
  [
    'sends a broken content-length',
    whole(`${head}content-length: 2x\r\n\r\nok`),
    'lost',
    /not valid HTTP|length/,
  ],
  [
    'sends two lengths',
    whole(`${head}content-length: 2\r\ncontent-length: 3\r\n\r\nokk`),
    'lost',
    /not valid HTTP|length/,
  ],
  [
    'sends length and chunks',
    whole(`${head}content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n`),
    'lost',
    /not valid HTTP|length/,
  ],
  ['does not speak HTTP', whole('SSH-2.0-OpenSSH_9\r\n'), 'lost', /not valid HTTP/],
  [
    'switches protocols',
    whole('HTTP/1.1 101 Switching\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'),
    'lost',
    /./,
  ],
  ['sends endless headers', whole(`${head}x: ${'x'.repeat(40_000)}\r\n\r\n`), 'lost', /headers|not valid/],
  [
    'announces a body over the limit',
    whole(`${head}content-length: 20001\r\n\r\n`),
    'lost',
    /larger than 20000/,
  ],
  [
    'sends a body over the limit',
    whole(`${head}connection: close\r\n\r\n${'x'.repeat(20_001)}`),
    'lost',
    /larger than 20000/,
  ],
]

test.each(behaviours)('the far end has the request and %s', async (_, behave, kind, what) => {
  const far = await server(behave)
  let starts = 0
  const firstByteMs = String(what).includes('within the time') ? 400 : 10_000
  const limits = { firstByteMs, totalMs: firstByteMs + 200, maxBodyBytes: 20_000 }
  const result = await client({ limits }).request(post(far.url), { onStart: () => starts++ })
  expect(result.kind).toBe(kind)
  if (result.kind === 'answer') expect(Buffer.from(result.body).toString()).toBe(what)
  else expect(result.reason).toMatch(what)
  expect(JSON.stringify(result)).not.toContain('hunter2')
  expect(starts).toBe(1)
  expect(far.requests).toHaveLength(1)
})

test('unsent: refused connection, unknown name, guard, certificate, silent TLS, bad header', async () => {
  const far = await server(whole(ok))
  const silent = await server(() => {})
  await far.close()
  open.splice(open.indexOf(far), 1)
  const http = client({
    limits: { connectMs: 300 },
    resolve: () => Promise.reject(Object.assign(new Error(), { code: 'ENOTFOUND' })),
  })
  const asked: [string, Partial<HttpRequest>, RegExp][] = [
    [far.url, {}, /refused the connection/],
    ['http://nowhere.example/', {}, /not known/],
    ['http://169.254.169.254/', {}, /may not go to/],
    ['gopher://127.0.0.1/', {}, /must begin with/],
    [`https://127.0.0.1:${silent.port}/`, {}, /within the time/],
    [silent.url, { headers: { authorization: 'a\r\nb: hunter2' } }, /authorization/],
  ]
  for (const [url, more, reason] of asked) {
    let starts = 0
    const result = await http.request(post(url, more), { onStart: () => starts++ })
    expect(result).toEqual({ kind: 'unsent', reason: expect.stringMatching(reason) })
    expect(JSON.stringify(result)).not.toContain('hunter2')
    expect(starts).toBe(0)
  }
  expect(silent.requests).toHaveLength(0)
})

test('lost: a reset while half of a large request is on its way', async () => {
  const far = await server(
    () => {},
    (socket) => socket.once('data', () => socket.resetAndDestroy()),
  )
  const result = await client().request(post(far.url, { body: Buffer.alloc(32 << 20, 'x') }))
  expect(result).toEqual({ kind: 'lost', reason: expect.stringMatching(/closed the connection/) })
})

test('lost: the far end never reads a large request', async () => {
  const far = await server(
    () => {},
    (socket) => socket.pause(),
  )
  const result = await client().request(post(far.url, { body: Buffer.alloc(32 << 20, 'x'), timeoutMs: 300 }))
  expect(result.kind).toBe('lost')
})

test('unsent: no connection becomes free in time, and the request never goes out afterwards', async () => {
  const far = await server((socket) => setTimeout(() => socket.write(ok), 500))
  const http = client({ limits: { connectionsPerOrigin: 1, firstByteMs: 2000, totalMs: 2000 } })
  const first = http.request(post(far.url))
  const second = await http.request(post(far.url, { timeoutMs: 100 }))
  expect(second).toEqual({ kind: 'unsent', reason: expect.stringMatching(/became free/) })
  expect((await first).kind).toBe('answer')
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect(far.requests).toHaveLength(1)
  expect((await http.request(post(far.url))).kind).toBe('answer')
})

test('a connection closed while it was idle costs nothing: the next request takes a new one', async () => {
  for (const close of [(socket: Socket) => socket.end(), (socket: Socket) => socket.resetAndDestroy()]) {
    const far = await server((socket) => {
      socket.write(ok, () => setTimeout(() => close(socket), 10))
    })
    const http = client({ limits: { connectionsPerOrigin: 1 } })
    for (let round = 0; round < 5; round++) {
      expect((await http.request(post(far.url))).kind).toBe('answer')
      await new Promise((resolve) => setTimeout(resolve, 40))
    }
    expect(far.requests).toHaveLength(5)
    expect(far.connections).toHaveLength(5)
  }
})

test('a close that has arrived unread, behind a blocked event loop, is seen before the connection is reused', async () => {
  const far = await server((socket) => void socket.write(ok, () => setTimeout(() => socket.end(), 20)))
  const http = client({ limits: { connectionsPerOrigin: 1 } })
  expect((await http.request(post(far.url))).kind).toBe('answer')
  await new Promise((resolve) => setTimeout(resolve, 21))
  const until = Date.now() + 60
  while (Date.now() < until);
  expect((await http.request(post(far.url))).kind).toBe('answer')
})

test('closes at random moments: every request the far end never saw whole is not an answer, none is sent twice', async () => {
  const seen = new Map<string, number>()
  const far = await server((socket, request) => {
    const id = /"id":(\d+)/.exec(request)?.[1] ?? ''
    seen.set(id, (seen.get(id) ?? 0) + 1)
    socket.write(ok)
    if (Number(id) % 3 === 0) setTimeout(() => socket.end(), Number(id) % 7)
    if (Number(id) % 11 === 0) setTimeout(() => socket.resetAndDestroy(), Number(id) % 5)
  })
  const http = client({ limits: { connectionsPerOrigin: 8 } })
  const kinds: Record<string, number> = { answer: 0, lost: 0, unsent: 0 }
  let next = 0
  const worker = async () => {
    while (next < 2000) {
      const id = next++
      const { kind } = await http.request(post(far.url, { body: `{"id":${id}}` }))
      kinds[kind] = (kinds[kind] ?? 0) + 1
      const times = seen.get(String(id)) ?? 0
      expect(times).toBeLessThanOrEqual(1)
      if (kind === 'answer') expect(times).toBe(1)
      if (kind === 'unsent') expect(times).toBe(0)
      if (id % 4 === 0) await new Promise((resolve) => setTimeout(resolve, id % 6))
    }
  }
  await Promise.all(Array.from({ length: 8 }, worker))
  expect(kinds.unsent).toBe(0)
  expect(kinds.answer).toBeGreaterThan(1000)
})

test('bytes nobody asked for on an idle connection are never the answer to the next request', async () => {
  const far = await server((socket, _, nth) => {
    socket.write(nth === 1 ? `${ok}HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nforged` : ok)
  })
  const http = client({ limits: { connectionsPerOrigin: 1 } })
  for (let round = 0; round < 2; round++) {
    expect(await http.request(post(far.url))).toMatchObject({ kind: 'answer', body: Buffer.from('ok') })
  }
})

test('packed answers are unpacked, to a limit', async () => {
  const packed = (body: Buffer, coding = 'gzip') =>
    Buffer.concat([
      Buffer.from(`${head}content-encoding: ${coding}\r\ncontent-length: ${body.length}\r\n\r\n`),
      body,
    ])
  const bodies: [Buffer, 'answer' | 'lost', RegExp][] = [
    [packed(gzipSync('{"a":1}')), 'answer', /./],
    [packed(gzipSync(Buffer.alloc(64 << 20))), 'lost', /unpacks to more than 1048576 bytes/],
    [packed(gzipSync('{"a":1}').subarray(0, 12)), 'lost', /cannot be unpacked/],
    [packed(Buffer.from('plain')), 'lost', /cannot be unpacked/],
    [packed(Buffer.from('plain'), 'gzip, br'), 'lost', /cannot be unpacked/],
    [packed(Buffer.from('plain'), '__proto__'), 'lost', /cannot be unpacked/],
    [packed(Buffer.from('{"a":1}'), 'identity'), 'answer', /./],
  ]
  for (const [bytes, kind, reason] of bodies) {
    const far = await server((socket) => void socket.write(bytes))
    const result = await client().request(post(far.url))
    expect(result.kind).toBe(kind)
    if (result.kind === 'answer') expect(Buffer.from(result.body).toString()).toBe('{"a":1}')
    else expect(result.reason).toMatch(reason)
  }
})

test('a drop every second does not outlive the total limit', async () => {
  const far = await server((socket) => {
    socket.write(`${head}content-length: 1000\r\n\r\n`)
    const timer = setInterval(() => socket.write('x'), 30)
    socket.on('close', () => clearInterval(timer))
  })
  const startedAt = Date.now()
  const result = await client({ limits: { totalMs: 400 } }).request(post(far.url))
  expect(result.kind).toBe('lost')
  expect(Date.now() - startedAt).toBeLessThan(1000)
})

test('redirects are answers, and are not followed', async () => {
  const far = await server(whole('HTTP/1.1 302 Found\r\nlocation: /else\r\ncontent-length: 0\r\n\r\n'))
  expect(await client().request(post(far.url))).toMatchObject({ kind: 'answer', status: 302 })
  expect(far.requests).toHaveLength(1)
})

test('the start is told when the bytes go out, not when the request is asked for', async () => {
  const far = await server((socket) => setTimeout(() => socket.write(ok), 150))
  const reports: unknown[] = []
  const http = client({ limits: { connectionsPerOrigin: 1 }, onExchange: (report) => reports.push(report) })
  const first = http.request(post(far.url))
  const askedAt = Date.now()
  let startedAt = 0
  await http.request(post(far.url), {
    onStart: () => {
      startedAt = Date.now()
    },
  })
  await first
  expect(startedAt - askedAt).toBeGreaterThanOrEqual(140)
  expect(reports).toHaveLength(2)
  expect(reports[1]).toMatchObject({ method: 'POST', kind: 'answer', status: 200 })
  expect(JSON.stringify(reports)).not.toContain('hunter2')
})

test('proxy variables do not reroute', async () => {
  const proxy = await server(whole(ok))
  const far = await server(whole(ok))
  const names = ['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'all_proxy']
  const before = { ...process.env }
  try {
    for (const name of names) process.env[name] = proxy.url
    process.env.NODE_USE_ENV_PROXY = '1'
    expect((await client().request(post(far.url))).kind).toBe('answer')
  } finally {
    for (const name of [...names, 'NODE_USE_ENV_PROXY']) delete process.env[name]
    Object.assign(process.env, before)
  }
  expect(proxy.connections).toHaveLength(0)
})
