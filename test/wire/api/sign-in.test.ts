import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestApp, type TestApp, testPassword } from '../../support/test-app.ts'

let app: TestApp
beforeEach(async () => {
  app = await createTestApp()
})
afterEach(() => app.close())

const hour = 3_600_000

describe('signing in', () => {
  it('answers who it is, and sets a cookie that scripts and other sites do not get', async () => {
    const { email } = await app.person('agent')
    const client = app.nobody()
    const answer = await client.post('/session', {
      email: ` ${email.toUpperCase()} `,
      password: testPassword,
    })
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject({ extension: { email, role: 'agent' }, version: '0.0.0-test' })
    expect(answer.body.permissions).toContain('conversations.use')
    expect(answer.text).not.toContain('plain:')
    expect(client.setCookies[0]).toMatch(
      /^trunkline=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=604800$/,
    )
    expect(answer.headers['cache-control']).toBe('no-store')
  })

  it('over https uses the __Host- prefix and Secure', async () => {
    const secure = await createTestApp({ services: { publicUrl: 'https://messages.example.com' } })
    const { setCookies } = await secure.person('agent')
    expect(setCookies[0]).toMatch(
      /^__Host-trunkline=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=\d+; Secure$/,
    )
    await secure.close()
  })

  it('keeps only the hash of the token', async () => {
    const { cookie } = await app.person('agent')
    const token = cookie.split('=')[1] ?? ''
    const rows = await app.store.db.selectFrom('session').selectAll().execute()
    expect(JSON.stringify(rows)).not.toContain(token)
    expect(app.logged.join()).not.toContain(token)
    const stolenHash = app.nobody()
    stolenHash.cookie = `trunkline=${rows[0]?.token_hash}`
    expect((await stolenHash.get('/me')).status).toBe(401)
  })

  it('gives a new token each time, and says the same to a wrong password, an unknown address and a switched-off person', async () => {
    const administrator = await app.person('administrator')
    const agent = await app.person('agent')
    const first = agent.cookie
    await agent.post('/session', { email: agent.email, password: testPassword })
    expect(agent.cookie).not.toBe(first)
    await administrator.patch(`/extensions/${agent.id}`, { active: false })
    const tries = [
      { email: administrator.email, password: 'not this one at all' },
      { email: 'nobody@example.com', password: testPassword },
      { email: agent.email, password: testPassword },
    ]
    for (const typed of tries) {
      const { status, body } = await app.nobody().post('/session', typed)
      expect({ status, code: body.code, detail: body.detail }).toEqual({
        status: 401,
        code: 'wrong_credentials',
        detail: 'The e-mail address or the password is wrong.',
      })
    }
  })

  it.each([
    { email: { $ne: null }, password: testPassword },
    { email: ['a@example.com'], password: testPassword },
    { email: 'a@example.com', password: { length: 12 } },
    { email: 'a@example.com', password: true },
    { email: 'a@example.com' },
    [],
    'text',
    null,
  ])('refuses %j as credentials', async (typed) => {
    const answer = await app.nobody().post('/session', typed)
    expect(answer.status).toBe(400)
    expect(answer.body.code).toBe('validation_failed')
  })
})

describe('a sign-in', () => {
  it('ends when it is not used for twelve hours, and lives on while it is', async () => {
    const agent = await app.person('agent')
    for (let i = 0; i < 3; i++) {
      app.now += 11 * hour
      expect((await agent.get('/me')).status).toBe(200)
    }
    app.now += 12 * hour
    expect((await agent.get('/me')).body.code).toBe('unauthenticated')
  })

  it('ends after seven days however much it is used', async () => {
    const agent = await app.person('agent')
    for (let i = 0; i < 16; i++) {
      app.now += 10 * hour
      expect((await agent.get('/me')).status).toBe(200)
    }
    app.now += 9 * hour
    expect((await agent.get('/me')).status).toBe(401)
  })

  it('is noted as in use at most once a minute', async () => {
    const agent = await app.person('agent')
    const seenAt = async () => {
      await agent.get('/me')
      await app.store.write(async () => undefined)
      return (await app.store.db.selectFrom('session').select('last_seen_at').executeTakeFirstOrThrow())
        .last_seen_at
    }
    const start = app.now
    app.now += 59_000
    expect(await seenAt()).toBe(start)
    app.now += 1_000
    expect(await seenAt()).toBe(start + 60_000)
  })

  it('can be listed and ended, one’s own only', async () => {
    const agent = await app.person('agent')
    const other = await app.person('agent')
    const phone = app.nobody()
    await phone.post('/session', { email: agent.email, password: testPassword }, { 'user-agent': 'Phone' })
    const { body } = await agent.get('/session/sign-ins')
    expect(body.data).toHaveLength(2)
    expect(body.data[0]).toMatchObject({ user_agent: 'Phone', current: false, ip: '127.0.0.1' })
    expect(body.data[1]).toMatchObject({ current: true })
    const path = `/session/sign-ins/${body.data[0].id}`
    expect((await other.delete(path)).status).toBe(404)
    expect((await phone.get('/me')).status).toBe(200)
    expect((await agent.delete(path)).status).toBe(204)
    expect((await phone.get('/me')).status).toBe(401)
    expect((await agent.get('/me')).status).toBe(200)
  })

  it('ends with a sign-out, on the server too', async () => {
    const agent = await app.person('agent')
    const copy = app.nobody()
    copy.cookie = agent.cookie
    expect((await agent.delete('/session')).status).toBe(204)
    expect(agent.cookie).toBe('')
    expect((await copy.get('/me')).status).toBe(401)
  })

  it('ends everywhere when the person changes the password; this browser gets a new one', async () => {
    const agent = await app.person('agent')
    const phone = app.nobody()
    await phone.post('/session', { email: agent.email, password: testPassword })
    const copy = app.nobody()
    copy.cookie = agent.cookie
    const password = 'seven green trumpets sleep'
    const wrong = await agent.post('/me/password', { current_password: 'not the right one', password })
    expect(wrong.body.code).toBe('wrong_credentials')
    const common = await agent.post('/me/password', {
      current_password: testPassword,
      password: 'Password1234!',
    })
    expect(common.body).toMatchObject({ code: 'validation_failed', errors: [{ path: 'body.password' }] })
    expect((await phone.get('/me')).status).toBe(200)
    const right = await agent.post('/me/password', { current_password: testPassword, password })
    expect(right.status).toBe(204)
    expect((await agent.get('/me')).status).toBe(200)
    expect((await phone.get('/me')).status).toBe(401)
    expect((await copy.get('/me')).status).toBe(401)
    expect((await app.nobody().post('/session', { email: agent.email, password })).status).toBe(200)
  })

  it.each([
    [
      'a reset',
      (id: number) => [`/extensions/${id}/password`, { password: 'five quiet submarines' }] as const,
    ],
    ['an administrator', (id: number) => [`/extensions/${id}/sign-ins`, undefined] as const],
    ['being switched off', (id: number) => [`/extensions/${id}`, { active: false }] as const],
  ])('ends by %s, and streams are told', async (_how, call) => {
    const administrator = await app.person('administrator')
    const agent = await app.person('agent')
    const [path, body] = call(agent.id)
    const answer = path.endsWith('sign-ins')
      ? await administrator.delete(path)
      : path.endsWith('password')
        ? await administrator.post(path, body)
        : await administrator.patch(path, body)
    expect(answer.status).toBeLessThan(300)
    expect((await agent.get('/me')).status).toBe(401)
    const events = await app.store.db.selectFrom('event').selectAll().execute()
    expect(events.map(({ type, actor_id, data }) => ({ type, actor_id, data: JSON.parse(data) }))).toEqual([
      { type: 'rights.changed', actor_id: administrator.id, data: { extension_ids: [agent.id] } },
    ])
  })
})

it('a changed role counts from the next request on', async () => {
  const administrator = await app.person('administrator')
  const agent = await app.person('agent')
  expect((await agent.get('/audit')).body.code).toBe('forbidden')
  await administrator.patch(`/extensions/${agent.id}`, { role: 'administrator' })
  expect((await agent.get('/audit')).status).toBe(200)
  await agent.patch(`/extensions/${administrator.id}`, { role: 'agent' })
  expect((await administrator.get('/audit')).body.code).toBe('forbidden')
})
