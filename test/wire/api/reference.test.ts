import { afterAll, beforeAll, expect, it } from 'vitest'
import { eventTypes } from '../../../src/contract/api/events.ts'
import { failures } from '../../../src/contract/failures.ts'
import { problems } from '../../../src/contract/problems.ts'
import { routes } from '../../../src/http/routes.ts'
import { createTestApp, type TestApp } from '../../support/test-app.ts'

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
})
afterAll(() => app.close())

it('GET /openapi.json describes every route, and every reference in it leads somewhere', async () => {
  const { body, text } = await app.nobody().get('/openapi.json')
  expect(body.openapi).toBe('3.1.0')
  const described = Object.entries(body.paths).flatMap(([path, methods]) =>
    Object.keys(methods as object).map((method) => `${method.toUpperCase()} ${path}`),
  )
  const expected = routes.map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`)
  expect(described.sort()).toEqual(expected.sort())
  const refs = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1] ?? '')
  expect(refs.length).toBeGreaterThan(100)
  for (const ref of refs)
    expect(body.components.schemas).toHaveProperty(ref.replace('#/components/schemas/', ''))
  for (const schema of Object.values(body.components.schemas)) expect(schema).not.toHaveProperty('$ref')
  const ids = [...text.matchAll(/"operationId":"([^"]+)"/g)].map((match) => match[1])
  expect(new Set(ids).size).toBe(routes.length)
})

it('says which values each call takes', async () => {
  const { body } = await app.nobody().get('/openapi.json')
  const call = body.paths['/extensions'].post
  expect(call.requestBody.content['application/json'].schema).toEqual({
    $ref: '#/components/schemas/NewExtension',
  })
  expect(body.components.schemas.NewExtension).toMatchObject({
    required: ['number', 'name', 'email', 'password', 'role'],
    additionalProperties: false,
    properties: { password: { minLength: 12 } },
  })
  expect(body.paths['/extensions/{id}'].get.parameters).toMatchObject([
    { name: 'id', in: 'path', required: true, schema: { type: 'integer' } },
  ])
  expect(call.responses['409'].description).toContain('conflict')
  expect(call['x-permission']).toBe('people.manage')
})

it('GET /reference is a page without scripts whose style carries the nonce, and names every code', async () => {
  const { status, headers, text } = await app.nobody().get('/reference')
  expect(status).toBe(200)
  expect(headers['content-type']).toBe('text/html; charset=utf-8')
  const nonce = /'nonce-([^']+)'/.exec(String(headers['content-security-policy']))?.[1]
  expect(nonce).toMatch(/^[\w+/]{22}==$/)
  expect(text.replaceAll(/&#(\d+);/g, (_, code) => String.fromCharCode(code))).toContain(
    `<style nonce="${nonce}">`,
  )
  expect(text).not.toMatch(/<script| on\w+=|style="|https?:\/\//)
  for (const { method, path } of routes) expect(text).toContain(`<h3>${method} ${path}</h3>`)
  for (const code of Object.keys(problems)) expect(text).toContain(`id="problem-${code}"`)
  for (const code of [...Object.keys(failures), ...Object.keys(eventTypes)]) {
    expect(text).toContain(`<code>${code}</code>`)
  }
})
