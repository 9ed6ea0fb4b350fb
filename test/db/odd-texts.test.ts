import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ApiClient } from '../support/api-client.ts'
import { describeOnBoth } from '../support/database.ts'
import { createTestApp, type TestApp } from '../support/test-app.ts'

const cursor = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** Texts and numbers that one of the databases refuses, and the other keeps as something else. */
describeOnBoth('what databases cannot keep', (backend) => {
  let app: TestApp
  let administrator: ApiClient
  beforeAll(async () => {
    app = await createTestApp({ backend })
    administrator = await app.person('administrator')
  })
  afterAll(() => app.close())

  describe.each([
    ['NUL', 'a\0b'],
    ['half of a character', 'a\ud83d'],
  ])('%s', (_what, odd) => {
    const person = { number: '300', name: 'A', email: 'a@example.com', password: 'nine purple geese hum' }
    it.each([
      ['POST', '/session', { email: odd, password: 'x' }, 'body.email'],
      ['POST', '/extensions', { ...person, role: 'agent', name: odd }, 'body.name'],
      ['POST', '/queues', { name: odd }, 'body.name'],
      ['PATCH', '/me', { name: odd }, 'body.name'],
      ['PATCH', '/me', { [odd]: 1 }, 'body.(a name)'],
      ['POST', '/channels', { name: odd, provider: 'generic' }, 'body.name'],
      ['GET', `/conversations?q=${odd === 'a\0b' ? '%00' : '%ED%A0%BD'}`, undefined, 'query.q'],
    ])('%s %s: a clear refusal', async (method, path, body, at) => {
      const headers = { 'x-trunkline-request': '1', 'content-type': 'application/json' }
      const text = body && JSON.stringify(body)
      const answer = await administrator.raw(method, `/api/v1${path}`, text, headers)
      // Three bytes that spell half a character in a query are no UTF-8, and become replacement characters.
      if (path.includes('%ED')) expect(answer.status).toBe(200)
      else {
        expect(answer.body).toMatchObject({ status: 400, code: 'validation_failed' })
        expect(answer.body.errors[0].path).toBe(at)
      }
    })
  })

  it.each([
    ['/conversations', [9e99, 1]],
    ['/conversations', [1.5, 1]],
    ['/messages', [-9e99]],
    ['/audit', [1e300]],
    ['/quarantine', [1e19]],
    ['/extensions', ['a\0']],
    ['/queues', ['\udfff']],
  ])('%s with a made-up cursor %j: a clear refusal', async (path, key) => {
    const answer = await administrator.get(`${path}?cursor=${cursor(key)}`)
    expect(answer.body).toMatchObject({ status: 400, code: 'validation_failed' })
  })

  it.each(['two\nlines', 'a\r\nX-Header: 1', 'bell\u0007'])('names are one line: %j', async (name) => {
    for (const [path, more] of [
      ['/queues', {}],
      ['/channels', { provider: 'generic' }],
    ] as const) {
      const answer = await administrator.post(path, { name, ...more })
      expect(answer.body.errors[0]).toEqual({
        path: 'body.name',
        message: 'must be one line without control characters',
      })
    }
  })
})
