import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestApp, type TestApp } from '../../support/test-app.ts'

let app: TestApp
let administrator: Awaited<ReturnType<TestApp['person']>>
beforeEach(async () => {
  app = await createTestApp()
  administrator = await app.person('administrator')
})
afterEach(() => app.close())

const kim = {
  number: '301',
  name: 'Kim',
  email: 'Kim@Example.com',
  password: 'nine purple giraffes hum',
  role: 'agent',
}

describe('extensions', () => {
  it('are added, shown, changed and listed', async () => {
    const created = await administrator.post('/extensions', kim)
    expect(created.status).toBe(201)
    expect(created.body).toMatchObject({
      number: '301',
      email: 'kim@example.com',
      active: true,
      locale: 'en',
    })
    expect(created.text).not.toMatch(/password|plain:/)
    const path = `/extensions/${created.body.id}`
    expect((await administrator.get(path)).body).toEqual(created.body)
    const changed = await administrator.patch(path, { name: 'Kim Li', role: 'supervisor' })
    expect(changed.body).toMatchObject({ name: 'Kim Li', role: 'supervisor', number: '301' })
    const list = await administrator.get('/extensions?limit=1')
    expect(list.body.data).toHaveLength(1)
    const next = await administrator.get(`/extensions?limit=1&cursor=${list.body.next_cursor}`)
    expect(next.body).toMatchObject({ data: [{ number: '301' }], next_cursor: null })
  })

  it.each([
    [{ number: '1' }, 'body.number', 'must be two to eight digits'],
    [{ number: 301 }, 'body.number', 'must be a text'],
    [{ name: ' ' }, 'body.name', 'must have at least 1 character'],
    [{ email: 'kim' }, 'body.email', 'must be an e-mail address'],
    [{ password: 'short' }, 'body.password', 'must have at least 12 characters'],
    [{ password: 'x'.repeat(257) }, 'body.password', 'must have at most 256 characters'],
    [{ role: 'owner' }, 'body.role', 'must be "administrator" or "supervisor" or "agent"'],
    [{ role: undefined }, 'body.role', /./],
    [{ password_hash: 'x' }, 'body.password_hash', 'is not known here'],
    [{ password: 'Summer2026!!' }, 'body.password', /^is too easy to guess/],
    [{ password: 'kim301 kim301' }, 'body.password', /^is too easy to guess/],
  ])('with %j are refused at %s', async (change, path, message) => {
    const { status, body } = await administrator.post('/extensions', { ...kim, ...change })
    expect(status).toBe(400)
    expect(body).toMatchObject({ code: 'validation_failed', status: 400 })
    expect(body.errors).toEqual([{ path, message: expect.stringMatching(message) }])
    expect(body.detail).toContain(path)
  })

  it('do not share a number or an address', async () => {
    await administrator.post('/extensions', kim)
    const number = await administrator.post('/extensions', { ...kim, email: 'other@example.com' })
    expect(number.body).toMatchObject({ code: 'conflict', detail: 'Another extension has this number.' })
    expect(number.body.errors).toEqual([{ path: 'body.number', message: 'is taken by another extension' }])
    const email = await administrator.post('/extensions', { ...kim, number: '302', email: 'KIM@example.com' })
    expect(email.body).toMatchObject({
      code: 'conflict',
      detail: 'Another extension has this e-mail address.',
    })
    const own = await administrator.patch(`/extensions/${administrator.id}`, { email: administrator.email })
    expect(own.status).toBe(200)
    const taken = await administrator.patch(`/extensions/${administrator.id}`, { number: '301' })
    expect(taken.body.code).toBe('conflict')
    expect(email.body.errors).toMatchObject([{ path: 'body.email' }])
  })

  it('keep one active administrator, whatever two of them do to each other', async () => {
    const path = `/extensions/${administrator.id}`
    for (const change of [{ role: 'agent' }, { active: false }]) {
      const { status, body } = await administrator.patch(path, change)
      expect(status).toBe(409)
      expect(body.detail).toContain('last active administrator')
    }
    const other = await app.person('administrator')
    const answers = await Promise.all([
      administrator.patch(`/extensions/${other.id}`, { role: 'agent' }),
      other.patch(path, { active: false }),
    ])
    // The slower one is refused: as the last administrator, or as nobody who may do this any more.
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    const left = await app.store.db
      .selectFrom('extension')
      .select('id')
      .where('role', '=', 'administrator')
      .where('active', '=', 1)
      .execute()
    expect(left).toHaveLength(1)
  })

  it('change their own name and language, and nothing else', async () => {
    const agent = await app.person('agent')
    const { body } = await agent.patch('/me', { name: 'Lee', locale: 'zh-CN' })
    expect(body.extension).toMatchObject({ name: 'Lee', locale: 'zh-CN', role: 'agent' })
    expect((await administrator.get('/audit?limit=1')).body.data).toMatchObject([
      {
        action: 'extension.changed',
        actor: { id: agent.id },
        detail: { name: { from: 'Person 2', to: 'Lee' }, locale: { from: 'en', to: 'zh-CN' } },
      },
    ])
    const refused = await agent.patch('/me', { role: 'administrator', id: 1 })
    expect(refused.body.errors.map((one: { path: string }) => one.path)).toEqual(['body.role', 'body.id'])
  })

  it('that do not exist are not found', async () => {
    const answers = await Promise.all([
      administrator.get('/extensions/999'),
      administrator.patch('/extensions/999', { name: 'X' }),
      administrator.post('/extensions/999/password', { password: kim.password }),
      administrator.get('/extensions/999/sign-ins'),
      administrator.delete('/extensions/999/sign-ins'),
    ])
    expect(answers.map(({ body }) => body.code)).toEqual(Array(5).fill('not_found'))
  })
})

describe('queues', () => {
  const wanted = { name: 'Sales', pickup_mode: 'auto' }

  it('are added, changed and removed; members’ streams are told', async () => {
    const agent = await app.person('agent')
    const other = await app.person('agent')
    const created = await administrator.post('/queues', { ...wanted, members: [agent.id, agent.id] })
    expect(created.status).toBe(201)
    expect(created.body).toMatchObject({ ...wanted, members: [agent.id] })
    const path = `/queues/${created.body.id}`
    const changed = await administrator.patch(path, { members: [other.id] })
    expect(changed.body).toMatchObject({ ...wanted, members: [other.id] })
    expect((await agent.get(path)).body).toEqual(changed.body)
    expect((await administrator.delete(path)).status).toBe(204)
    expect((await administrator.get(path)).status).toBe(404)
    const events = await app.store.db.selectFrom('event').select('data').orderBy('id').execute()
    expect(events.map(({ data }) => JSON.parse(data).extension_ids)).toEqual([
      [agent.id],
      [agent.id, other.id],
      [other.id],
    ])
  })

  it('have names of their own and members that exist', async () => {
    await administrator.post('/queues', wanted)
    expect((await administrator.post('/queues', wanted)).body.detail).toBe('Another queue has this name.')
    const { body } = await administrator.post('/queues', {
      name: 'Support',
      members: [administrator.id, 999],
    })
    expect(body.errors).toEqual([{ path: 'body.members', message: 'has extensions that do not exist: 999' }])
    expect((await administrator.get('/queues')).body.data).toHaveLength(1)
  })

  it('stay while a sender or an open conversation leads to them', async () => {
    const queue = (await administrator.post('/queues', wanted)).body
    const channel = await administrator.post('/channels', {
      name: 'SMS',
      provider: 'generic',
      ...genericSettings,
    })
    expect(channel.status).toBe(201)
    const destination = { type: 'queue', id: queue.id }
    const sender = await administrator.post(`/channels/${channel.body.id}/senders`, {
      address: '+12025550123',
      destination,
    })
    expect(sender.status).toBe(201)
    const refused = await administrator.delete(`/queues/${queue.id}`)
    expect(refused.body).toMatchObject({ code: 'conflict', detail: expect.stringContaining('+12025550123') })
    await administrator.patch(`/senders/${sender.body.id}`, { destination: null })
    expect((await administrator.delete(`/queues/${queue.id}`)).status).toBe(204)
  })
})

const genericSettings = {
  credentials: { api_key: 'test-key-0123456789' },
  settings: { send_url: 'https://sms.example.com/send' },
}

it('the audit trail tells who did what to whom, newest first, without secrets', async () => {
  const created = await administrator.post('/extensions', kim)
  await administrator.patch(`/extensions/${created.body.id}`, { role: 'supervisor' })
  await administrator.post(`/extensions/${created.body.id}/password`, { password: 'five quiet submarines' })
  await app.nobody().post('/session', { email: 'kim@example.com', password: 'not this one at all' })
  const { body, text } = await administrator.get('/audit?limit=4')
  const entries = body.data.map((entry: Record<string, unknown>) => [entry.action, entry.object_id])
  expect(entries).toEqual([
    ['sign_in.failed', String(created.body.id)],
    ['extension.password_reset', String(created.body.id)],
    ['extension.changed', String(created.body.id)],
    ['extension.created', String(created.body.id)],
  ])
  expect(body.data[2]).toMatchObject({
    actor: { id: administrator.id, name: 'Person 1' },
    detail: { role: { from: 'agent', to: 'supervisor' } },
    ip: '127.0.0.1',
  })
  expect(body.data[0].actor).toBeNull()
  const channels = await administrator.get('/audit?object_type=channel')
  expect(channels.body.data).toEqual([])
  expect((await administrator.get('/audit?object_type=all')).body.code).toBe('validation_failed')
  const older = await administrator.get(`/audit?cursor=${body.next_cursor}`)
  expect(older.body).toMatchObject({ data: [{ action: 'sign_in.opened' }], next_cursor: null })
  for (const secret of [kim.password, 'five quiet submarines', 'not this one at all', 'plain:']) {
    expect(text + app.logged.join()).not.toContain(secret)
  }
})

it.each(['x', 'WzFd', 'eyJhIjoxfQ', 'W10', 'bnVsbA', '%00'])('the cursor %s is refused', async (cursor) => {
  const { status, body } = await administrator.get(`/extensions?cursor=${cursor}`)
  expect(status).toBe(400)
  expect(body.errors[0].path).toBe('query.cursor')
})
