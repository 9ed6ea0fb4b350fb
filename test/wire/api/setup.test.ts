import { afterEach, expect, it } from 'vitest'
import { ensureFirstAdministrator } from '../../../src/core/people/first-administrator.ts'
import { createTestApp, type TestApp, type TestAppOptions } from '../../support/test-app.ts'

let app: TestApp
afterEach(() => app.close())

const code = 'ABCD-EFGH-JKMN-PQRS'
const wanted = {
  code,
  name: 'Ada',
  email: 'Ada@Example.com',
  password: 'nine purple giraffes hum',
  locale: 'zh-CN',
}
const start = async (firstRun: Partial<NonNullable<TestAppOptions['services']>['firstRun']> = {}) => {
  app = await createTestApp({ services: { firstRun: { code, addDemo: undefined, ...firstRun } } })
}

it('makes the administrator with the code, signs them in, and is gone afterwards', async () => {
  await start()
  const client = app.nobody()
  expect((await client.get('/setup')).body).toEqual({ needed: true, demo_offered: false })
  const answer = await client.post('/setup', { ...wanted, code: 'abcd efgh jkmn pqrs' })
  expect(answer.status).toBe(201)
  expect(answer.body.extension).toMatchObject({
    name: 'Ada',
    email: 'ada@example.com',
    role: 'administrator',
    number: '1000',
    locale: 'zh-CN',
  })
  expect((await client.get('/me')).body.extension.name).toBe('Ada')
  expect((await app.nobody().get('/setup')).body).toEqual({ needed: false, demo_offered: false })
  const again = await app.nobody().post('/setup', { ...wanted, email: 'eve@example.com' })
  expect({ status: again.status, code: again.body.code }).toEqual({ status: 404, code: 'not_found' })
  expect(app.logged.join()).not.toContain(code)
})

it('refuses another code, a common password and a demo that is not there, and keeps the door open', async () => {
  await start()
  const post = async (change: object) => (await app.nobody().post('/setup', { ...wanted, ...change })).body
  expect((await post({ code: 'ABCD-EFGH-JKMN-PQRT' })).code).toBe('forbidden')
  expect((await post({ code: '' })).code).toBe('forbidden')
  expect((await post({ password: 'Administrator1!' })).errors[0].path).toBe('body.password')
  expect((await post({ demo: true })).errors[0].path).toBe('body.demo')
  expect((await post({ role: 'agent' })).errors[0].path).toBe('body.role')
  expect((await app.nobody().get('/setup')).body.needed).toBe(true)
})

it('adds the demo where it is offered and asked for', async () => {
  let demos = 0
  await start({
    addDemo: async () => {
      demos += 1
    },
  })
  expect((await app.nobody().get('/setup')).body).toEqual({ needed: true, demo_offered: true })
  expect((await app.nobody().post('/setup', { ...wanted, demo: true })).status).toBe(201)
  expect(demos).toBe(1)
})

it('of two at once one becomes administrator', async () => {
  await start()
  const answers = await Promise.all(
    ['a@example.com', 'b@example.com', 'c@example.com'].map((email) =>
      app.nobody().post('/setup', { ...wanted, email }),
    ),
  )
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 404, 404])
})

it('is not there at all when the settings name the administrator', async () => {
  await start({ code: undefined })
  const given = { email: ' Root@Example.com', password: 'nine purple giraffes hum' }
  expect(await ensureFirstAdministrator(app.services, given, app.now)).toBeUndefined()
  expect((await app.nobody().get('/setup')).body.needed).toBe(false)
  expect((await app.nobody().post('/setup', wanted)).status).toBe(404)
  const session = { email: 'root@example.com', password: given.password }
  expect((await app.nobody().post('/session', session)).body.extension.role).toBe('administrator')
})

it('stops the start, with a sentence, where the settings name a common password', async () => {
  await start({ code: undefined })
  const given = { email: 'root@example.com', password: 'administrator2026' }
  await expect(ensureFirstAdministrator(app.services, given, app.now)).rejects.toThrow(
    /^The first administrator's password is too easy to guess/,
  )
  expect((await app.nobody().get('/setup')).body.needed).toBe(true)
})

it('a start without settings gives a new code each time, until there is an administrator', async () => {
  await start()
  const first = await ensureFirstAdministrator(app.services, undefined, app.now)
  const second = await ensureFirstAdministrator(app.services, undefined, app.now)
  expect(first).toMatch(/^([2-9A-Y]{4}-){3}[2-9A-Y]{4}$/)
  expect(second).not.toBe(first)
  await app.person('administrator')
  expect(await ensureFirstAdministrator(app.services, undefined, app.now)).toBeUndefined()
  const given = { email: 'eve@example.com', password: 'nine purple giraffes hum' }
  expect(await ensureFirstAdministrator(app.services, given, app.now)).toBeUndefined()
  expect((await app.nobody().post('/session', given)).status).toBe(401)
})
