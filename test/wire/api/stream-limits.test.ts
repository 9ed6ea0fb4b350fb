import { type ClientRequest, get } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createTestApp, type TestApp } from '../../support/test-app.ts'

let app: TestApp
const open: ClientRequest[] = []
beforeEach(async () => {
  app = await createTestApp()
})
afterEach(async () => {
  for (const request of open.splice(0)) request.destroy()
  await app.close()
})

/** Opens a stream of server-sent events and answers the status. */
function follow(cookie: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = get(`${app.url}/api/v1/stream/sse`, { headers: { cookie }, agent: false }, (response) => {
      response.resume()
      response.on('error', () => {})
      resolve(response.statusCode ?? 0)
    })
    request.on('error', reject)
    open.push(request)
  })
}

async function readersWithin(ms: number, wanted: number): Promise<number> {
  for (let waited = 0; waited < ms && app.services.stream.readers() !== wanted; waited += 20) await sleep(20)
  return app.services.stream.readers()
}

it('one person has ten streams at most, and a new one when an old one ends', async () => {
  const agent = await app.person('agent')
  const colleague = await app.person('agent')
  for (let n = 0; n < 10; n++) expect(await follow(agent.cookie)).toBe(200)
  expect(await follow(agent.cookie)).toBe(429)
  expect(await follow(colleague.cookie)).toBe(200)
  open.shift()?.destroy()
  expect(await readersWithin(1_000, 10)).toBe(10)
  expect(await follow(agent.cookie)).toBe(200)
})

it('a stream whose client is gone before it begins is not kept', async () => {
  const { cookie } = await app.person('agent')
  for (let n = 0; n < 20; n++) {
    const request = get(`${app.url}/api/v1/stream/sse`, { headers: { cookie }, agent: false })
    request.on('error', () => {})
    request.once('socket', (socket) => socket.once('connect', () => setTimeout(() => request.destroy(), n)))
  }
  await sleep(300)
  expect(await readersWithin(1_000, 0)).toBe(0)
})
