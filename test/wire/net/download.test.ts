import { createHash, randomBytes } from 'node:crypto'
import type { Socket } from 'node:net'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import { createHttpClient, type HttpClient } from '../../../src/lib/net/client.ts'
import type { Download } from '../../../src/lib/net/download.ts'
import { createGuard } from '../../../src/lib/net/guard.ts'
import { nextHop } from '../../../src/lib/net/redirects.ts'
import { type RawServer, rawServer } from '../../support/raw-server.ts'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})
const kept = <T extends { close(): Promise<void> }>(one: T): T => {
  open.push(one)
  return one
}

async function whole(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = []
  for await (const chunk of chunks) parts.push(chunk)
  return Buffer.concat(parts)
}

const answer = (body: Buffer | string, ...headers: string[]) =>
  Buffer.concat([
    Buffer.from(
      ['HTTP/1.1 200 OK', `content-length: ${Buffer.byteLength(body)}`, ...headers, '', ''].join('\r\n'),
    ),
    Buffer.from(body),
  ])

async function fetched(serve: (socket: Socket) => void, file: Partial<Download> = {}) {
  const far = kept(await rawServer(serve))
  const http = kept(createHttpClient({ allowPrivateAddresses: true }))
  return http.download({ url: `${far.url}f?token=hunter2`, maxBytes: 100_000, ...file }, whole)
}

const hash = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex')
const picture = randomBytes(50_000)
const bomb = gzipSync(Buffer.alloc(64 << 20))
const head = 'HTTP/1.1 200 OK\r\n'
const endless = (packed: boolean) => (socket: Socket) => {
  socket.write(`${head}connection: close\r\n${packed ? 'content-encoding: gzip\r\n' : ''}\r\n`)
  // Empty gzip members unpack to nothing, for ever.
  const chunk = packed ? gzipSync('') : Buffer.alloc(64, 'x')
  const timer = setInterval(() => socket.write(Buffer.concat(Array.from({ length: 100 }, () => chunk))), 1)
  socket.on('close', () => clearInterval(timer))
}

const good: [string, Buffer, Partial<Download>][] = [
  ['plain', answer(picture), {}],
  ['as promised', answer(picture), { expected: { sha256: hash(picture).toUpperCase(), bytes: 50_000 } }],
  ['gzip', answer(gzipSync(picture), 'content-encoding: gzip'), { expected: { sha256: hash(picture) } }],
  ['brotli', answer(brotliCompressSync(picture), 'Content-Encoding: BR'), {}],
  ['exactly the limit', answer(picture), { maxBytes: 50_000 }],
]

test.each(good)('a file arrives: %s', async (_, bytes, file) => {
  const result = await fetched((socket) => void socket.write(bytes), file)
  expect(result).toEqual({ ok: true, value: picture })
})

const bad: [string, (socket: Socket) => void, Partial<Download>, string, boolean][] = [
  [
    'too large, announced',
    (s) => void s.write(`${head}content-length: 100001\r\n\r\n`),
    {},
    'too_large',
    false,
  ],
  ['too large, not announced', endless(false), { maxBytes: 10_000 }, 'too_large', false],
  ['gzip bomb', (s) => void s.write(answer(bomb, 'content-encoding: gzip')), {}, 'too_large', false],
  ['endless gzip of nothing', endless(true), { maxBytes: 10_000 }, 'too_large', false],
  ['silent', () => {}, { totalMs: 300 }, 'timed_out', true],
  [
    'slower than allowed',
    (s) => void s.write(`${head}content-length: 99\r\n\r\nx`),
    { totalMs: 300 },
    'timed_out',
    true,
  ],
  [
    'resets in the middle',
    (s) =>
      void s.write(`${head}content-length: 99\r\n\r\nx`, () => setTimeout(() => s.resetAndDestroy(), 20)),
    {},
    'cut_off',
    true,
  ],
  [
    'resets a body that ends with the connection',
    (s) => void s.write(`${head}connection: close\r\n\r\nx`, () => setTimeout(() => s.resetAndDestroy(), 20)),
    {},
    'cut_off',
    true,
  ],
  ['ends in the middle', (s) => void s.end(`${head}content-length: 99\r\n\r\nx`), {}, 'cut_off', true],
  ['not gzip', (s) => void s.write(answer('plain', 'content-encoding: gzip')), {}, 'bad_answer', false],
  [
    'gzip cut short',
    (s) => void s.write(answer(gzipSync(picture).subarray(0, 900), 'content-encoding: gzip')),
    {},
    'bad_answer',
    false,
  ],
  [
    'unknown packing',
    (s) => void s.write(answer('plain', 'content-encoding: lzma')),
    {},
    'bad_answer',
    false,
  ],
  ['not HTTP', (s) => void s.write('hello\r\n\r\n'), {}, 'bad_answer', false],
  [
    'another hash',
    (s) => void s.write(answer(picture)),
    { expected: { sha256: hash('x') } },
    'mismatch',
    false,
  ],
  ['another size', (s) => void s.write(answer(picture)), { expected: { bytes: 49_999 } }, 'mismatch', false],
  ['404', (s) => void s.write('HTTP/1.1 404 No\r\ncontent-length: 0\r\n\r\n'), {}, 'bad_status', false],
  ['503', (s) => void s.write('HTTP/1.1 503 No\r\ncontent-length: 0\r\n\r\n'), {}, 'bad_status', true],
  ['206', (s) => void s.write('HTTP/1.1 206 Part\r\ncontent-length: 0\r\n\r\n'), {}, 'bad_status', false],
]

test.each(bad)('a file is refused: %s', async (_, serve, file, code, temporary) => {
  const result = await fetched(serve, file)
  expect(result).toEqual({ ok: false, code, temporary, detail: expect.stringMatching(/^[A-Z0-9].*\.$/) })
  expect(JSON.stringify(result)).not.toContain('hunter2')
})

test('an error of the sink is the caller’s, and the connection is let go', async () => {
  const far = kept(await rawServer(endless(false)))
  const http = kept(createHttpClient({ allowPrivateAddresses: true }))
  const full = async (chunks: AsyncIterable<Uint8Array>) => {
    for await (const _ of chunks) throw new Error('disk full')
  }
  await expect(http.download({ url: far.url, maxBytes: 1 << 30 }, full)).rejects.toThrow('disk full')
  await expect.poll(() => far.connections[0]?.destroyed).toBe(true)
})

test('a slow sink slows the far end down instead of filling the memory', async () => {
  let written = 0
  const far = kept(
    await rawServer((socket) => {
      socket.write(`${head}connection: close\r\n\r\n`)
      const chunk = Buffer.alloc(64 * 1024)
      const more = () => {
        while (!socket.destroyed && socket.write(chunk)) written += chunk.length
        socket.once('drain', more)
      }
      more()
    }),
  )
  const http = kept(createHttpClient({ allowPrivateAddresses: true }))
  const slow = async (chunks: AsyncIterable<Uint8Array>) => {
    for await (const _ of chunks) await new Promise((resolve) => setTimeout(resolve, 50))
  }
  const result = await http.download({ url: far.url, maxBytes: 1 << 30, totalMs: 500 }, slow)
  expect(result).toMatchObject({ ok: false, code: 'timed_out' })
  expect(written).toBeLessThan(32 << 20)
})

// Redirects. Hosts a and b are allowed and are two servers; `inside` is a server that nobody may reach.
interface Web {
  readonly http: HttpClient
  readonly a: RawServer
  readonly b: RawServer
  readonly inside: RawServer
}

async function web(): Promise<Web> {
  const serve = (socket: Socket, request: string) => {
    const [, status, location] = /^GET \/r\/(\d+)\/(\S*) /.exec(request) ?? []
    if (status === undefined) return void socket.write(answer('file'))
    const where = location ? `location: ${decodeURIComponent(location)}\r\n` : ''
    socket.write(`HTTP/1.1 ${status} Go\r\n${where}content-length: 0\r\n\r\n`)
  }
  const on = async (address: string) => kept(await rawServer(serve, () => {}, address))
  const [a, b, inside] = await Promise.all([on('127.0.0.2'), on('127.0.0.3'), on('127.0.0.9')])
  const addresses: Record<string, string> = {
    'a.example': '127.0.0.2',
    'b.example': '127.0.0.3',
    'in.example': '127.0.0.9',
  }
  const http = kept(
    createHttpClient({
      allowHttp: true,
      allowPorts: [a.port, b.port, inside.port],
      allowNetworks: ['127.0.0.2/31'],
      resolve: async (host) => [addresses[host] ?? '127.0.0.9'],
    }),
  )
  return { http, a, b, inside }
}

/** `A`, `B` and `IN` stand for the three origins; each `>` is one redirect. The last column: the requests that had the token. */
const chains: [string, number, string, readonly string[]][] = [
  ['A/f', 302, 'file', ['A/f']],
  ['B/f', 302, 'file', []],
  ['A > A/f', 301, 'file', ['A', 'A/f']],
  ['A > A/f', 302, 'file', ['A', 'A/f']],
  ['A > A/f', 303, 'file', ['A', 'A/f']],
  ['A > A/f', 307, 'file', ['A', 'A/f']],
  ['A > A/f', 308, 'file', ['A', 'A/f']],
  ['A > /f', 302, 'file', ['A', 'A/f']],
  ['A > A > A > A/f', 302, 'file', ['A', 'A', 'A', 'A/f']],
  ['A > A > A > A > A/f', 302, 'redirect_refused', ['A', 'A', 'A', 'A']],
  ['A > B/f', 302, 'file', ['A']],
  ['A > B/f', 307, 'file', ['A']],
  ['A > B > A/f', 302, 'file', ['A']],
  ['B > A/f', 302, 'file', []],
  ['A > IN/f', 302, 'private_address', ['A']],
  ['A > http://127.0.0.1/f', 302, 'private_address', ['A']],
  ['A > http://2130706433/f', 302, 'private_address', ['A']],
  ['A > http://[::ffff:169.254.169.254]/f', 302, 'private_address', ['A']],
  ['A > file:///etc/passwd', 302, 'redirect_refused', ['A']],
  ['A > http://u:p@a.example/f', 302, 'redirect_refused', ['A']],
  ['A > http://a.example:22/f', 302, 'redirect_refused', ['A']],
  ['A > ', 302, 'redirect_refused', ['A']],
  ['A > http://', 302, 'redirect_refused', ['A']],
  ['A > A/f', 300, 'bad_status', ['A']],
  ['A > A/f', 304, 'bad_status', ['A']],
]

test.each(chains)('redirects: %s with %i: %s', async (chain, status, outcome, withToken) => {
  const { http, a, b, inside } = await web()
  const origins: Record<string, string> = {
    A: `http://a.example:${a.port}`,
    B: `http://b.example:${b.port}`,
    IN: `http://in.example:${inside.port}`,
  }
  const spelled = (step: string) => step.replace(/^(A|B|IN)\b/, (name) => origins[name] ?? name)
  const steps = chain.split(' > ')
  const last = spelled(steps.pop() ?? '')
  const url = steps.reduceRight((to, step) => `${spelled(step)}/r/${status}/${encodeURIComponent(to)}`, last)
  const credentials = { headers: { authorization: 'Bearer hunter2' }, hosts: [`a.example:${a.port}`] }
  const result = await http.download({ url, maxBytes: 100, credentials }, whole)
  if (result.ok) expect(result.value.toString()).toBe(outcome)
  else expect(result.code).toBe(outcome)
  const seen = (server: RawServer, name: string) =>
    server.requests
      .filter((text) => text.includes('hunter2'))
      .map((text) => (/^GET \/f /.test(text) ? `${name}/f` : name))
  expect([...seen(a, 'A'), ...seen(b, 'B')]).toEqual(withToken)
  expect(inside.connections).toHaveLength(0)
  expect(JSON.stringify(result)).not.toContain('hunter2')
})

test('a redirect from https to http is refused, and so is another port for the credentials', () => {
  const guard = createGuard({ allowPrivateAddresses: true })
  const credentials = { headers: { authorization: 'x' }, hosts: ['a.example'] }
  const hop = { url: new URL('https://a.example/'), redirects: 0, credentials }
  expect(() => nextHop(guard, hop, 302, 'http://a.example/')).toThrow(/TLS/)
  expect(nextHop(guard, hop, 302, 'https://a.example:8443/')?.credentials).toBeUndefined()
  expect(nextHop(guard, hop, 302, '//b.example/x')?.credentials).toBeUndefined()
  expect(nextHop(guard, hop, 302, '?x=1')?.credentials).toBe(credentials)
  expect(nextHop(guard, hop, 200, 'https://b.example/')).toBeUndefined()
})
