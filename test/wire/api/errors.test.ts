import request from 'supertest'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestApp, type TestApp } from '../../support/test-app.ts'

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
})
afterAll(() => app.close())

it.each([
  ['get', '/api/v1/nothing', 404, 'not_found'],
  ['put', '/api/v1/me', 405, 'method_not_allowed'],
  ['get', '/api/v1/me', 401, 'unauthenticated'],
  ['get', `/api/chat/${'0'.repeat(64)}`, 404, 'not_found'],
] as const)('%s %s answers %i as problem details', async (method, path, status, code) => {
  const answer = await request(app.url)[method](path).set('X-Trunkline-Request', '1')
  expect(answer.status).toBe(status)
  expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/)
  expect(JSON.parse(answer.text)).toMatchObject({ code, status, request_id: expect.any(String) })
  expect(answer.text).not.toMatch(/node_modules|\.ts:|select |at \w+ \(/)
})
