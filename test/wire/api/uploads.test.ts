import { readdir } from 'node:fs/promises'
import { connect } from 'node:net'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ApiClient } from '../../support/api-client.ts'
import { createTestApp, type TestApp } from '../../support/test-app.ts'

const type = 'multipart/form-data; boundary=b'
const part = (words: string, { name = 'file', file = 'a.txt' } = {}) =>
  `--b\r\nContent-Disposition: form-data; name="${name}"; filename="${file}"\r\nContent-Type: text/plain\r\n\r\n${words}`
const end = '\r\n--b--\r\n'

describe('uploads', () => {
  let app: TestApp
  let agent: ApiClient
  beforeAll(async () => {
    app = await createTestApp()
    agent = await app.person('agent')
  })
  afterAll(() => app.close())

  const upload = (body: string, contentType = type, who = agent) =>
    who.raw('POST', '/api/v1/media', body, { 'content-type': contentType, 'x-trunkline-request': '1' })
  const leftovers = () => readdir(join(dirname(dirname(dirname(aFile()))), 'incoming'))
  const aFile = () => app.services.files.pathOf('0'.repeat(64))

  it('are kept, and read by nobody else', async () => {
    const answer = await upload(part('hello') + end)
    expect(answer).toMatchObject({
      status: 201,
      body: { name: 'a.txt', content_type: 'text/plain', bytes: 5, state: 'stored', inline: false },
    })
    const path = answer.body.url.replace('/api/v1', '')
    const file = await agent.get(path)
    expect(file.text).toBe('hello')
    // The next person at the same browser must not be shown what it kept.
    expect(file.headers['cache-control']).toBe('private, no-cache')
    const kept = { 'if-none-match': file.headers.etag as string }
    expect(await agent.get(path, kept)).toMatchObject({ status: 304, text: '' })
    expect((await (await app.person('administrator')).get(path, kept)).status).toBe(404)
  })

  it.each([
    ['no boundary', 'x', 'multipart/form-data', 'unsupported_media_type'],
    ['a boundary too long', 'x', `multipart/form-data; boundary=${'b'.repeat(300)}`, 'malformed_body'],
    ['no part', end, type, 'validation_failed'],
    ['an empty file', part('') + end, type, 'validation_failed'],
    [
      'a field instead of a file',
      `--b\r\nContent-Disposition: form-data; name="file"\r\n\r\nx${end}`,
      type,
      'validation_failed',
    ],
    ['another name', part('x', { name: 'other' }) + end, type, 'validation_failed'],
    ['the name of a prototype', part('x', { name: '__proto__' }) + end, type, 'validation_failed'],
    ['an end inside the headers', '--b\r\nContent-Dispo', type, 'malformed_body'],
    ['an end before the first byte', part(''), type, 'malformed_body'],
    ['an end inside the file', part('hello'), type, 'malformed_body'],
    ['an end inside a file of another name', part('hello', { name: 'other' }), type, 'malformed_body'],
    [
      'an end inside a second file',
      `${part('hello', { name: 'other' })}\r\n${part('more')}`,
      type,
      'malformed_body',
    ],
    ['nothing', '', type, 'malformed_body'],
  ])('with %s are refused, and the gateway lives', async (_what, body, contentType, code) => {
    const answer = await upload(body, contentType)
    expect(answer.body).toMatchObject({ status: expect.any(Number), code })
    expect(answer.status).toBeLessThan(500)
    await sleep(50)
    expect((await agent.get('/me')).status).toBe(200)
    expect(await leftovers()).toEqual([])
  })

  it('that break off leave nothing open and nothing behind', async () => {
    const { port, hostname } = new URL(app.url)
    for (const sent of [part(''), part('x'.repeat(200_000)), part('x', { name: 'other' }), '--b\r\n']) {
      const socket = connect(Number(port), hostname)
      socket.write(
        `POST /api/v1/media HTTP/1.1\r\nHost: x\r\nCookie: ${agent.cookie}\r\nX-Trunkline-Request: 1\r\nContent-Type: ${type}\r\nContent-Length: 1000000\r\n\r\n${sent}`,
      )
      await sleep(150)
      socket.destroy()
      await sleep(150)
      expect(await leftovers()).toEqual([])
    }
    expect((await upload(part('still here') + end)).status).toBe(201)
  })
})
