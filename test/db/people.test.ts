import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { migrations } from '../../migrations/index.ts'
import { Problem } from '../../src/contract/problems.ts'
import { listAudit } from '../../src/core/list-audit.ts'
import { changePerson, createPerson } from '../../src/core/people/change-person.ts'
import { changeQueue, createQueue, deleteQueue } from '../../src/core/people/change-queue.ts'
import { findSignIn } from '../../src/core/people/find-sign-in.ts'
import { listPeople } from '../../src/core/people/people.ts'
import { listQueues } from '../../src/core/people/queues.ts'
import { listSignIns } from '../../src/core/people/sessions.ts'
import { signIn } from '../../src/core/people/sign-in.ts'
import { touchSignIn } from '../../src/core/people/touch-sign-in.ts'
import { migrate } from '../../src/db/migrate.ts'
import { openStore, type Store } from '../../src/db/store.ts'
import { hashToken } from '../../src/lib/token.ts'
import { describeOnBoth, type TestDatabase } from '../support/database.ts'
import { plainPasswords } from '../support/test-app.ts'

describeOnBoth('people', (backend) => {
  let database: TestDatabase
  let store: Store
  beforeEach(async () => {
    database = await backend.open()
    store = openStore({
      databaseUrl: database.url,
      file: join(database.dataDir, 'trunkline.db'),
      synchronous: 'NORMAL',
    })
    await migrate(store.db, migrations)
  })
  afterEach(async () => {
    await store.close()
    await database.drop()
  })

  const at = Date.UTC(2026, 10, 21)
  const deed = { actorId: null, at, ip: null }
  const password = 'nine purple giraffes hum'
  const idleMs = 12 * 3_600_000
  const client = { ip: '203.0.113.7', userAgent: 'test' }
  const door = () => ({
    store,
    passwords: plainPasswords,
    signInLimits: { idleMs, absoluteMs: 7 * 24 * 3_600_000 },
  })
  const add = (number: string, role: 'administrator' | 'agent' = 'agent') =>
    createPerson(store, plainPasswords, deed, {
      number,
      name: `Person ${number}`,
      email: `p${number}@example.com`,
      password,
      role,
    })
  const codeOf = (promise: Promise<unknown>) =>
    promise.then(
      () => 'done',
      (error: unknown) => (error instanceof Problem ? error.code : String(error)),
    )

  it('are listed page by page, each once', async () => {
    for (const number of ['204', '201', '203', '205', '202']) await add(number)
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await listPeople(store.db, { cursor, limit: 2 })
      seen.push(...page.data.map((person) => person.number))
      cursor = page.next_cursor ?? undefined
    } while (cursor)
    expect(seen).toEqual(['201', '202', '203', '204', '205'])
    const audit = await listAudit(store.db, { limit: 2 })
    expect(audit.data.map(({ action }) => action)).toEqual(['extension.created', 'extension.created'])
    expect((await listAudit(store.db, { limit: 5, cursor: audit.next_cursor ?? '' })).next_cursor).toBeNull()
  })

  it('cannot share a number, also when two are added at once', async () => {
    const results = await Promise.all([codeOf(add('201')), codeOf(add('201'))])
    expect(results.sort()).toEqual(['conflict', 'done'])
  })

  it('always leave one active administrator, also when two demote each other at once', async () => {
    const [one, two] = [await add('201', 'administrator'), await add('202', 'administrator')]
    const results = await Promise.all([
      codeOf(changePerson(store, deed, one.id, { role: 'agent' })),
      codeOf(changePerson(store, deed, two.id, { active: false })),
    ])
    expect(results).toEqual(['done', 'conflict'])
    expect(await codeOf(changePerson(store, deed, two.id, { name: 'Still here' }))).toBe('done')
  })

  it('sign in, are found by their token with their queues, and are found no more when switched off', async () => {
    const person = await add('201')
    const queues = [
      await createQueue(store, deed, { name: 'Sales', pickup_mode: 'manual', members: [person.id] }),
      await createQueue(store, deed, { name: 'Support', pickup_mode: 'auto', members: [person.id] }),
    ]
    const { token } = await signIn(door(), { email: person.email, password }, client, at)
    const found = await findSignIn(store.db, hashToken(token), at + 1, idleMs)
    expect(found?.actor).toEqual({
      id: person.id,
      name: 'Person 201',
      role: 'agent',
      queueIds: expect.arrayContaining(queues.map(({ id }) => id)),
    })
    expect(await findSignIn(store.db, hashToken(token), at + idleMs, idleMs)).toBeUndefined()
    if (found) await touchSignIn(store, found, at + 3_600_000)
    expect(await findSignIn(store.db, hashToken(token), at + idleMs, idleMs)).toMatchObject({
      lastSeenAt: at + 3_600_000,
    })
    expect(await listSignIns(store.db, person.id, at + 3_600_000, idleMs, found?.id ?? 0)).toMatchObject([
      { current: true, ip: '203.0.113.7' },
    ])
    await changePerson(store, deed, person.id, { active: false })
    expect(await findSignIn(store.db, hashToken(token), at + 1, idleMs)).toBeUndefined()
    expect(await codeOf(signIn(door(), { email: person.email, password }, client, at))).toBe(
      'wrong_credentials',
    )
  })

  it('who are in no queue have none', async () => {
    const person = await add('201')
    const { token } = await signIn(door(), { email: person.email, password }, client, at)
    expect((await findSignIn(store.db, hashToken(token), at, idleMs))?.actor.queueIds).toEqual([])
  })

  it('are slowed down when many guesses come at once', async () => {
    const person = await add('201')
    const guesses = Array.from({ length: 30 }, () =>
      codeOf(signIn(door(), { email: person.email, password: 'wrong' }, client, at)),
    )
    const results = await Promise.all(guesses)
    expect(results.filter((code) => code === 'wrong_credentials')).toHaveLength(10)
    expect(results.filter((code) => code === 'too_many_requests')).toHaveLength(20)
  })

  it('make up queues, which go with their memberships and not before their work', async () => {
    const person = await add('201')
    const queue = await createQueue(store, deed, {
      name: 'Sales',
      pickup_mode: 'manual',
      members: [person.id],
    })
    expect(await codeOf(createQueue(store, deed, { name: 'Sales', pickup_mode: 'auto', members: [] }))).toBe(
      'conflict',
    )
    const changed = await changeQueue(store, deed, queue.id, { name: 'Shop', pickup_mode: 'none' })
    expect(changed).toEqual({ id: queue.id, name: 'Shop', pickup_mode: 'none', members: [person.id] })
    expect((await listQueues(store.db, { limit: 10 })).data).toEqual([changed])
    await deleteQueue(store, deed, queue.id)
    expect(await store.db.selectFrom('queue_member').selectAll().execute()).toEqual([])
  })
})
