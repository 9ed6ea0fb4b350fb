import { sql } from 'kysely'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { PasswordHasher } from '../../../src/core/people/passwords.ts'
import { countTry } from '../../../src/core/people/throttle.ts'
import { createTestApp, plainPasswords, type TestApp, testPassword } from '../../support/test-app.ts'

let app: TestApp
let looked = 0
beforeEach(async () => {
  looked = 0
  const passwords: PasswordHasher = {
    ...plainPasswords,
    async verify(hash, password) {
      looked += 1
      return plainPasswords.verify(hash, password)
    },
  }
  app = await createTestApp({ passwords, http: { trustProxy: ['127.0.0.1'] } })
})
afterEach(() => app.close())

function guess(email: string, ip: string, password = 'not this one at all') {
  return app.nobody().post('/session', { email, password }, { 'x-forwarded-for': ip })
}

it('looks at ten guesses from one network, however fast they come, and says when to come again', async () => {
  const { email } = await app.person('agent')
  looked = 0
  const answers = await Promise.all(Array.from({ length: 60 }, (_, i) => guess(email, `203.0.113.${i}`)))
  expect(looked).toBe(10)
  const refused = answers.filter(({ status }) => status === 429)
  expect(refused).toHaveLength(50)
  expect(refused[0]?.body.code).toBe('too_many_requests')
  expect(refused[0]?.headers['retry-after']).toBe('30')
  expect((await guess(email, '203.0.113.200', testPassword)).status).toBe(429)
})

it('lets the owner in from another network while somebody guesses', async () => {
  const { email } = await app.person('agent')
  for (let i = 0; i < 20; i++) await guess(email, '203.0.113.9')
  expect((await guess(email, '198.51.100.7', testPassword)).status).toBe(200)
  expect((await guess(email, '203.0.113.9', testPassword)).status).toBe(429)
})

it('waits longer after each further failure, and forgives after the right password', async () => {
  const { email } = await app.person('agent')
  for (let i = 0; i < 10; i++) await guess(email, '203.0.113.9')
  const waits: number[] = []
  for (let i = 0; i < 9; i++) {
    const { headers } = await guess(email, '203.0.113.9')
    const seconds = Number(headers['retry-after'])
    waits.push(seconds)
    app.now += seconds * 1000
    await guess(email, '203.0.113.9')
  }
  expect(waits).toEqual([30, 60, 120, 240, 480, 960, 1920, 3840, 7680])
  app.now += 4 * 3_600_000
  expect((await guess(email, '203.0.113.9', testPassword)).status).toBe(200)
  for (let i = 0; i < 9; i++) expect((await guess(email, '203.0.113.9')).status).toBe(401)
})

it('counts an account that does not exist in the same way', async () => {
  for (let i = 0; i < 10; i++) expect((await guess('nobody@example.com', '203.0.113.9')).status).toBe(401)
  expect((await guess('nobody@example.com', '203.0.113.9')).status).toBe(429)
})

it('slows a network that tries many accounts, in IPv4 and IPv6', async () => {
  for (const ip of [(i: number) => `203.0.113.${i}`, (i: number) => `2001:db8:0:1${i.toString(16)}::1`]) {
    const statuses = []
    for (let i = 0; i < 55; i++) {
      statuses.push((await guess(`somebody${i}@example.com`, ip(i % 16))).status)
    }
    expect(statuses.filter((status) => status === 401)).toHaveLength(50)
  }
})

it('lets few of 10,000 guesses at one account through, from one address and from 500', async () => {
  const { email } = await app.person('agent')
  const start = app.now
  // Ten hours, a guess every 3.6 seconds, handed in two hundred at a time.
  async function through(addresses: number): Promise<number> {
    let count = 0
    for (let first = 0; first < 10_000; first += 200) {
      const tries = Array.from({ length: 200 }, (_, i) => {
        const n = (first + i) % addresses
        const at = start + (first + i) * 3_600
        return countTry(app.store, email, `10.${Math.floor(n / 250)}.${n % 250}.1`, at)
      })
      count += (await Promise.allSettled(tries)).filter(({ status }) => status === 'fulfilled').length
    }
    await app.store.write((trx) => trx.deleteFrom('login_throttle').execute())
    return count
  }
  expect(await through(1)).toBeLessThan(30)
  expect(await through(500)).toBeLessThan(4_500)
})

it('lets the owner in with the first try from a new network while hundreds of networks guess', async () => {
  const { email } = await app.person('agent')
  for (let i = 0; i < 120; i++) await guess(email, `10.0.${i}.1`)
  expect((await guess(email, '198.51.100.7', testPassword)).status).toBe(200)
  const audit = await app.store.db.selectFrom('audit').select('action').execute()
  expect(audit.filter(({ action }) => action === 'sign_in.attacked')).toHaveLength(1)
  await guess(email, '10.0.119.1')
  expect((await guess(email, '10.0.119.1')).headers['retry-after']).toBe('600')
})

it('holds nothing against the account after an administrator’s reset', async () => {
  const administrator = await app.person('administrator')
  const { email, id } = await app.person('agent')
  for (let i = 0; i < 11; i++) await guess(email, '203.0.113.9')
  const password = 'five quiet submarines'
  expect((await administrator.post(`/extensions/${id}/password`, { password })).status).toBe(204)
  expect((await guess(email, '203.0.113.9', password)).status).toBe(200)
})

it('says so when the database takes no writes', async () => {
  const { email } = await app.person('agent')
  await sql`pragma query_only = 1`.execute(app.store.db)
  const answer = await guess(email, '203.0.113.9', testPassword)
  expect(answer.status).toBe(503)
  expect(answer.body.code).toBe('storage_unavailable')
  expect(answer.headers['retry-after']).toBe('5')
  expect(answer.text).not.toMatch(/sqlite|readonly|select|insert/i)
})
