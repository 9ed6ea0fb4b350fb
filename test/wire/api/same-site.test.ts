import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ApiClient } from '../../support/api-client.ts'
import { createTestApp, type TestApp } from '../../support/test-app.ts'

let app: TestApp
let agent: ApiClient
beforeAll(async () => {
  app = await createTestApp({ services: { publicUrl: 'http://messages.example.com' } })
  agent = await app.person('agent')
})
afterAll(() => app.close())

const ours = { 'x-trunkline-request': '1' }
const json = { 'content-type': 'application/json' }

it.each([
  ['our page over https or localhost', { ...ours, 'sec-fetch-site': 'same-origin' }, 200],
  ['our page by the public URL', { ...ours, origin: 'http://messages.example.com' }, 200],
  ['our page by the address that was asked', { ...ours, origin: 'HOST' }, 200],
  ['a program', ours, 200],
  ['a program without the header', {}, 403],
  ['our page without the header', { 'sec-fetch-site': 'same-origin' }, 403],
  ['another header value', { 'x-trunkline-request': 'true' }, 403],
  ['another site', { ...ours, 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }, 403],
  ['a sister site', { ...ours, 'sec-fetch-site': 'same-site', origin: 'http://x.example.com' }, 403],
  ['another site without fetch metadata', { ...ours, origin: 'https://evil.example' }, 403],
  ['another port', { ...ours, origin: 'http://messages.example.com:8081' }, 403],
  ['another scheme', { ...ours, origin: 'https://messages.example.com' }, 403],
  ['a look-alike', { ...ours, origin: 'http://messages.example.com.evil.example' }, 403],
  ['a sandboxed frame', { ...ours, origin: 'null' }, 403],
  ['nonsense', { ...ours, origin: 'x' }, 403],
  ['a plain form of another site', { 'sec-fetch-site': 'cross-site' }, 403],
])('a change asked by %s', async (_who, headers, status) => {
  const filled = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, value === 'HOST' ? app.url : value]),
  )
  const answer = await agent.raw('PATCH', '/api/v1/me', '{"name":"Kim"}', { ...json, ...filled })
  expect(answer.status).toBe(status)
  if (status === 403) expect(answer.body.code).toBe('cross_site')
})

it('signing in and setting up from another site is refused too', async () => {
  for (const path of ['/api/v1/session', '/api/v1/setup']) {
    const answer = await app.nobody().raw('POST', path, '{}', { ...json, 'sec-fetch-site': 'cross-site' })
    expect(answer.body.code).toBe('cross_site')
  }
})

it('reading needs no header, and no answer lets another origin read it', async () => {
  const answer = await agent.raw('GET', '/api/v1/me', undefined, { origin: 'https://evil.example' })
  expect(answer.status).toBe(200)
  expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([])
  const preflight = await app.nobody().raw('OPTIONS', '/api/v1/me', undefined, {
    origin: 'https://evil.example',
    'access-control-request-method': 'PATCH',
    'access-control-request-headers': 'x-trunkline-request',
  })
  expect(preflight.status).toBe(405)
})
