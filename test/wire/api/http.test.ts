import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { Problem } from '../../../src/contract/problems.ts'
import { openEndpoint } from '../../../src/http/endpoint.ts'
import { route } from '../../../src/http/route.ts'
import { routes } from '../../../src/http/routes.ts'
import { createTestApp, type TestApp } from '../../support/test-app.ts'

let app: TestApp
let webDir: string
beforeAll(async () => {
  webDir = await mkdtemp(join(tmpdir(), 'trunkline-web-'))
  await mkdir(join(webDir, 'assets'))
  await writeFile(
    join(webDir, 'index.html'),
    '<!doctype html><meta name="csp-nonce" content="__CSP_NONCE__">',
  )
  await writeFile(join(webDir, 'assets', 'app-1a2b3c.js'), 'export {}')
  await writeFile(join(webDir, 'favicon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
  await writeFile(join(webDir, '.secret'), 'hidden')
  app = await createTestApp({
    http: {
      webDir,
      trustProxy: ['127.0.0.1'],
      routes: [...routes, echo, ...failing],
    },
  })
})
afterAll(async () => {
  await app.close()
  await rm(webDir, { recursive: true })
})

const echo = route(
  'POST',
  '/echo',
  'public',
  openEndpoint({
    summary: 'Gives the body back.',
    body: z.unknown(),
    answer: z.unknown(),
    handler: async ({ body }) => body,
  }),
)
const failure = (name: string, fail: () => Promise<void>) =>
  route('GET', `/fail-${name}`, 'public', openEndpoint({ summary: 'Fails.', handler: fail }))
const failing = [
  failure('bug', async () => {
    throw new TypeError('secret detail at /srv/app/file.ts')
  }),
  failure('sql', async () => {
    await sql`select * from no_such_table where name = 'secret detail'`.execute(app.store.db)
  }),
  failure('unique', async () => {
    const row = { key: 'k', failures: 1, blocked_until: 0, updated_at: 0 }
    await app.store.db.insertInto('login_throttle').values([row, row]).execute()
  }),
  failure('problem', async () => {
    throw new Problem('too_many_requests', 'Slowly.', { retry_after: 7, extra: true })
  }),
]

const headers = { 'x-trunkline-request': '1', 'content-type': 'application/json' }
const post = (body: string | Uint8Array, change: Record<string, string> = {}) =>
  app.nobody().raw('POST', '/api/v1/echo', body, { ...headers, ...change })

describe('bodies', () => {
  it.each([
    ['no JSON', '{"a":', 400, 'malformed_body'],
    ['two values', '{}{}', 400, 'malformed_body'],
    ['bytes that are no UTF-8', new Uint8Array([0x22, 0xff, 0x22]), 400, 'malformed_body'],
    ['33 levels', `${'['.repeat(33)}${']'.repeat(33)}`, 400, 'malformed_body'],
    ['100,000 levels', '['.repeat(100_000), 400, 'malformed_body'],
    ['1,001 members', JSON.stringify(Array.from({ length: 1_001 }, (_, i) => i)), 400, 'malformed_body'],
    ['too many bytes', JSON.stringify('x'.repeat(262_144)), 413, 'body_too_large'],
  ])('with %s are refused', async (_what, body, status, code) => {
    const answer = await post(body)
    expect({ status: answer.status, code: answer.body.code }).toEqual({ status, code })
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8')
  })

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/jsonx',
    'multipart/form-data',
    '',
  ])('of type "%s" are refused', async (type) => {
    const answer = await post('{}', { 'content-type': type })
    expect(answer.body.code).toBe('unsupported_media_type')
  })

  it('are taken with a charset, a byte order mark, 32 levels and any text', async () => {
    expect(
      (await post('\ufeff{"a":[1]}', { 'content-type': 'Application/JSON; charset=utf-8' })).body,
    ).toEqual({
      a: [1],
    })
    const deep = `${'['.repeat(32)}${']'.repeat(32)}`
    expect((await post(deep)).text).toBe(deep)
    expect((await post('{"a":"\\u0001 \\ud83d\\ude00 中"}')).body).toEqual({ a: '\u0001 😀 中' })
  })

  it('change no prototype', async () => {
    await post('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}')
    expect(({} as { polluted?: number }).polluted).toBeUndefined()
  })

  it('that grow without end are cut off, and the answer still comes', async () => {
    const url = new URL(app.url)
    const text = await new Promise<string>((resolve, reject) => {
      let answer = ''
      const socket = connect(Number(url.port), url.hostname, () => {
        socket.write(
          'POST /api/v1/echo HTTP/1.1\r\nHost: x\r\nX-Trunkline-Request: 1\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n',
        )
        const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`
        const timer = setInterval(() => socket.write(chunk), 2)
        socket.on('close', () => {
          clearInterval(timer)
          resolve(answer)
        })
      })
      socket.on('data', (data) => {
        answer += data
      })
      socket.on('error', (error) => (answer === '' ? reject(error) : undefined))
    })
    expect(text).toMatch(/^HTTP\/1\.1 413/)
    expect(text).toContain('body_too_large')
  })
})

describe('errors', () => {
  it.each([
    ['bug', 500, 'internal'],
    ['sql', 500, 'internal'],
    ['unique', 409, 'conflict'],
    ['problem', 429, 'too_many_requests'],
  ])('of the kind %s answer %i %s and give nothing away', async (name, status, code) => {
    const { body, text, ...answer } = await app.nobody().get(`/fail-${name}`)
    expect(answer.status).toBe(status)
    expect(body).toMatchObject({ status, code, type: `/api/v1/reference#problem-${code}` })
    expect(body.request_id).toBe(answer.headers['x-request-id'])
    expect(text).not.toMatch(/secret detail|select|insert|\.ts|node_modules|at /i)
    if (name === 'problem') expect(answer.headers['retry-after']).toBe('7')
    const line = app.logged.find((one) => one.includes(body.request_id) && one.includes('request failed'))
    if (status === 500) expect(line).toContain('"level":"error"')
    else expect(line).toBeUndefined()
  })

  it.each([
    ['GET', '/api/v1/nothing', 404, 'not_found'],
    ['GET', '/api/v1', 404, 'not_found'],
    ['GET', '/api/', 404, 'not_found'],
    ['GET', '/api/v1/extensions/%E0%A4%A', 404, 'not_found'],
    ['POST', '/somewhere', 404, 'not_found'],
    ['GET', '/missing.js', 404, 'not_found'],
    ['GET', '/.secret', 404, 'not_found'],
    ['GET', '/..%2f..%2fetc/passwd', 404, 'not_found'],
    ['PUT', '/api/v1/me', 405, 'method_not_allowed'],
    ['OPTIONS', '/api/v1/me', 405, 'method_not_allowed'],
    ['TRACE', '/api/v1/me', 405, 'method_not_allowed'],
    ['TRACE', '/', 405, 'method_not_allowed'],
  ])('%s %s answers %i', async (method, path, status, code) => {
    const answer = await app.nobody().raw(method, path, undefined, { accept: '*/*' })
    expect({ status: answer.status, code: answer.body?.code }).toEqual({ status, code })
  })

  it('tell which methods an address takes', async () => {
    const answer = await app.nobody().raw('PUT', '/api/v1/queues/1')
    expect(answer.headers.allow).toBe('GET, HEAD, PATCH, DELETE')
  })
})

describe('headers', () => {
  it.each(['/', '/api/v1/me', '/api/v1/setup', '/nothing.js', '/assets/app-1a2b3c.js', '/api/v1/reference'])(
    'of %s',
    async (path) => {
      const answer = await app.nobody().raw('GET', path, undefined, { accept: 'text/html' })
      const policy = String(answer.headers['content-security-policy'])
      const nonce = /'nonce-([\w+/=]+)'/.exec(policy)?.[1]
      expect(policy.replace(`${nonce}`, 'N').split(';')).toEqual([
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self' 'nonce-N'",
        "img-src 'self' blob:",
        "media-src 'self' blob:",
        "connect-src 'self'",
        "font-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
      ])
      expect(answer.headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'x-frame-options': 'DENY',
        'permissions-policy': expect.stringContaining('camera=()'),
      })
      expect(answer.headers).not.toHaveProperty('x-powered-by')
      expect(answer.headers).not.toHaveProperty('strict-transport-security')
    },
  )

  it('bind the browser to https where that is set', async () => {
    const other = await createTestApp({ http: { hsts: true } })
    const answer = await other.nobody().get('/setup')
    expect(answer.headers['strict-transport-security']).toBe('max-age=15724800')
    await other.close()
  })

  it('hold a request id of ours, never the caller’s', async () => {
    const answer = await app.nobody().get('/setup', { 'x-request-id': 'mine' })
    expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f]{12}-[0-9a-z]+$/)
    const line = app.logged.find((one) => one.includes(String(answer.headers['x-request-id'])))
    expect(JSON.parse(String(line))).toMatchObject({ method: 'GET', route: '/setup', status: 200 })
  })
})

describe('the web app', () => {
  const html = { accept: 'text/html,application/xhtml+xml' }

  it('is one page for every address that a browser goes to, with a nonce of its own each time', async () => {
    const nonces = new Set<string>()
    for (const path of ['/', '/conversations/12', '/settings/channels?tab=1', '/index.html']) {
      const answer = await app.nobody().raw('GET', path, undefined, html)
      expect(answer.status).toBe(200)
      expect(answer.headers['cache-control']).toBe('no-store')
      const nonce = /content="([^"]+)"/.exec(answer.text)?.[1] ?? ''
      expect(answer.headers['content-security-policy']).toContain(`'nonce-${nonce}'`)
      nonces.add(nonce)
    }
    expect(nonces.size).toBe(4)
  })

  it('keeps hashed files for ever and asks again for the others', async () => {
    const hashed = await app.nobody().raw('GET', '/assets/app-1a2b3c.js')
    expect(hashed.headers['cache-control']).toBe('public, max-age=31536000, immutable')
    const icon = await app.nobody().raw('GET', '/favicon.svg')
    expect(icon.headers['cache-control']).toBe('no-cache')
  })

  it('says how to build it where it has not been built', async () => {
    const other = await createTestApp()
    const answer = await other.nobody().raw('GET', '/', undefined, html)
    expect(answer.text).toContain('npm run build')
    await other.close()
  })
})

describe('the client’s address', () => {
  const seen = async (one: TestApp, spoof: Record<string, string>) => {
    await one.nobody().post('/session', { email: 'x@example.com', password: 'y' }, spoof)
    const row = await one.store.db.selectFrom('audit').select('ip').orderBy('id', 'desc').executeTakeFirst()
    return row?.ip
  }

  it('comes from a trusted proxy, the nearest stranger in its list', async () => {
    expect(await seen(app, { 'x-forwarded-for': '198.51.100.9, 203.0.113.5' })).toBe('203.0.113.5')
  })

  it('is nobody else’s word', async () => {
    const other = await createTestApp()
    for (const name of [
      ...['x-forwarded-for', 'X-Forwarded-For', 'forwarded', 'x-real-ip', 'client-ip', 'x-client-ip'],
      ...['true-client-ip', 'cf-connecting-ip', 'x-cluster-client-ip', 'x-original-forwarded-for'],
      ...['fastly-client-ip', 'x-remote-user'],
    ]) {
      expect(await seen(other, { [name]: '203.0.113.5' }), name).toBe('127.0.0.1')
    }
    await other.close()
  })
})
