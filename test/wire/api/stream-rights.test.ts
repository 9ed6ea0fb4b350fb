import { get } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createTestApp, type TestApp } from '../../support/test-app.ts'

let app: TestApp
let administrator: Awaited<ReturnType<TestApp['person']>>
let agent: Awaited<ReturnType<TestApp['person']>>
let bystander: Awaited<ReturnType<TestApp['person']>>
beforeEach(async () => {
  app = await createTestApp()
  administrator = await app.person('administrator')
  agent = await app.person('agent')
  bystander = await app.person('agent')
})
afterEach(() => app.close())

/** Server-sent events as they come, and whether the stream has ended. */
async function follow(cookie: string) {
  const seen = { text: '', ended: false }
  await new Promise<void>((resolve) => {
    get(`${app.url}/api/v1/stream/sse`, { headers: { cookie }, agent: false }, (response) => {
      response.on('data', (chunk) => {
        seen.text += chunk
        if (seen.text.includes('event: hello')) resolve()
      })
      response.on('end', () => {
        seen.ended = true
      })
      response.on('error', () => {
        seen.ended = true
      })
    })
  })
  return seen
}

async function withinOneSecond(test: () => boolean): Promise<boolean> {
  for (let waited = 0; waited < 1_000 && !test(); waited += 10) await sleep(10)
  return test()
}

it.each([
  ['an administrator ends all sign-ins', () => administrator.delete(`/extensions/${agent.id}/sign-ins`)],
  ['the person is switched off', () => administrator.patch(`/extensions/${agent.id}`, { active: false })],
  [
    'the password is reset',
    () => administrator.post(`/extensions/${agent.id}/password`, { password: 'five quiet submarines' }),
  ],
  ['the person signs out', () => agent.delete('/session')],
])('an open stream ends within a second when %s, and nobody else’s does', async (_when, act) => {
  const [stream, other] = [await follow(agent.cookie), await follow(bystander.cookie)]
  await act()
  expect(await withinOneSecond(() => stream.ended)).toBe(true)
  expect(stream.text).toContain('"reason":"signed_out"')
  expect(other.ended).toBe(false)
  expect(other.text).not.toContain('bye')
})

it.each([
  ['a role', () => administrator.patch(`/extensions/${agent.id}`, { role: 'supervisor' })],
  ['a membership', () => administrator.post('/queues', { name: 'Sales', members: [agent.id] })],
])('an open stream is told to look again when %s changes', async (_what, act) => {
  const stream = await follow(agent.cookie)
  await act()
  expect(await withinOneSecond(() => stream.text.includes('event: refetch'))).toBe(true)
  expect(stream.ended).toBe(false)
})
