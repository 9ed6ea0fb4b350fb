import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Role } from '../../../src/contract/api/common.ts'
import { problems } from '../../../src/contract/problems.ts'
import { endpoint, openEndpoint } from '../../../src/http/endpoint.ts'
import { checkRoutes, type Route, route } from '../../../src/http/route.ts'
import { routes } from '../../../src/http/routes.ts'
import { createTestApp, type TestApp } from '../../support/test-app.ts'
import { expectedAccess } from './expected-access.ts'

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
  // Somebody else stays administrator whatever the calls below do.
  await app.person('administrator')
})
afterAll(() => app.close())

const roles: readonly Role[] = ['administrator', 'supervisor', 'agent']
const nameOf = (each: Route) => `${each.method} ${each.path}`
const pathOf = (each: Route) => `/api/v1${each.path.replaceAll(/:\w+/g, '999999')}`
const headers = { 'x-trunkline-request': '1', 'content-type': 'application/json' }
const bodyOf = (each: Route, body: string) =>
  each.method === 'GET' || each.endpoint.raw?.takes ? undefined : body

it('every route has its row in the table of who may call it, and every row its route', () => {
  expect(Object.keys(expectedAccess).sort()).toEqual(routes.map(nameOf).sort())
})

describe.each(routes.map((each) => [nameOf(each), each] as const))('%s', (name, each) => {
  // A query that no call takes: rights are looked at before values, so that nothing is changed.
  it.each(roles)('as %s', async (role) => {
    const client = await app.person(role)
    const answer = await client.raw(each.method, `${pathOf(each)}?surprise=1`, bodyOf(each, '{}'), headers)
    const may = (expectedAccess[name] ?? []).includes(role) || expectedAccess[name]?.includes('nobody')
    expect(answer.body.code).toBe(may ? 'validation_failed' : 'forbidden')
  })

  it('as nobody', async () => {
    const answer = await app
      .nobody()
      .raw(each.method, `${pathOf(each)}?surprise=1`, bodyOf(each, '{}'), headers)
    const may = expectedAccess[name]?.includes('nobody')
    expect(answer.body.code).toBe(may ? 'validation_failed' : 'unauthenticated')
    if (!may) expect(answer.status).toBe(401)
  })

  it('refuses what it does not know', async () => {
    const client = await app.person('administrator')
    const body = bodyOf(each, '{"surprise":1,"__proto__":{"role":"administrator"},"constructor":2}')
    const answer = await client.raw(each.method, `${pathOf(each)}?surprise=1&owner_id=2`, body, headers)
    expect(answer.status).toBe(400)
    const paths = answer.body.errors.map((one: { path: string }) => one.path)
    expect(paths).toEqual(expect.arrayContaining(['query.surprise', 'query.owner_id']))
    if (body) {
      expect(paths).toEqual(expect.arrayContaining(['body.surprise', 'body.__proto__', 'body.constructor']))
    }
  })
})

describe('the route table', () => {
  const open = openEndpoint({ summary: 'Open.', handler: async () => undefined })
  const closed = endpoint({ summary: 'Closed.', handler: async () => undefined })

  it.each([
    ['has no permission', { method: 'GET', path: '/x', permission: undefined, endpoint: closed }],
    ['has no permission', { method: 'GET', path: '/x', permission: 'toString', endpoint: closed }],
    ['must be public', { method: 'GET', path: '/x', permission: 'public', endpoint: closed }],
    ['must be public', { method: 'GET', path: '/x', permission: 'signed-in', endpoint: open }],
    ['differ', { method: 'GET', path: '/x/:id', permission: 'signed-in', endpoint: closed }],
  ])('stops the start where a line %s', (trouble, line) => {
    expect(() => checkRoutes([line as unknown as Route])).toThrow(trouble)
  })

  it('stops the start where a line stands twice', () => {
    const line = route('GET', '/x', 'signed-in', closed)
    expect(() => checkRoutes([line, line])).toThrow('stands twice')
  })

  it('is sound', () => {
    checkRoutes(routes)
    for (const each of routes) {
      expect(each.endpoint.summary, nameOf(each)).toMatch(/[.?]$/)
      for (const code of each.endpoint.problems ?? []) expect(problems).toHaveProperty(code)
    }
  })
})
