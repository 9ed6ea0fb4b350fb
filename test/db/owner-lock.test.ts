import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { lockDatabase } from '../../src/db/owner-lock.ts'
import { postgres } from '../support/database.ts'

/** Of this test's database alone: the view shows the whole cluster's. */
const advisoryLocks = `pg_locks where locktype = 'advisory' and granted
  and database = (select oid from pg_database where datname = current_database())`

describe.skipIf(!postgres.available)('the lock of a PostgreSQL database', () => {
  const endings: (() => unknown)[] = []
  afterEach(async () => {
    for (const end of endings.splice(0).reverse()) await end()
  })

  async function database() {
    const opened = await postgres.open()
    endings.push(() => opened.drop())
    return opened.url
  }
  const take = async (url: string, lost = () => {}) => {
    const locked = await lockDatabase({ url, lost })
    if (locked.ok) endings.push(() => locked.release())
    return locked
  }

  async function session(url: string) {
    const client = new Client({ connectionString: url })
    await client.connect()
    endings.push(() => client.end())
    return client
  }
  const holder = async (admin: Client): Promise<number | undefined> =>
    (await admin.query(`select pid from ${advisoryLocks}`)).rows[0]?.pid

  it('is given to one, refused to the next with a reason, and free again after the first', async () => {
    const url = await database()
    const first = await take(url)
    expect(await take(url)).toEqual({ ok: false, problem: expect.stringContaining('Another gateway') })
    if (first.ok) first.release()
    expect(await take(url)).toMatchObject({ ok: true })
  }, 20_000)

  it('is taken again after a broken connection, and given up where another was faster', async () => {
    const url = await database()
    const lost = vi.fn()
    await take(url, lost)
    const admin = await session(url)
    const cut = () => admin.query(`select pg_terminate_backend(pid) from ${advisoryLocks}`)
    await cut()
    await vi.waitFor(async () => expect(await holder(admin)).toBeDefined(), { timeout: 5_000 })
    expect(lost).not.toHaveBeenCalled()
    await cut()
    expect(await take(url)).toMatchObject({ ok: true })
    await vi.waitFor(() => expect(lost).toHaveBeenCalled(), { timeout: 10_000 })
  }, 20_000)

  it('is taken back from its own former session, which the server still believes in after a network cut', async () => {
    const url = await database()
    const wire = await cuttable(url)
    endings.push(() => wire.close())
    const lost = vi.fn()
    await take(wire.url, lost)
    const admin = await session(url)
    const before = await holder(admin)
    wire.cut()
    await vi.waitFor(async () => expect([before, undefined]).not.toContain(await holder(admin)), {
      timeout: 10_000,
    })
    expect(lost).not.toHaveBeenCalled()
  }, 20_000)

  it('is waited for where another session holds it for a moment', async () => {
    const url = await database()
    const lost = vi.fn()
    await take(url, lost)
    const [admin, other] = [await session(url), await session(url)]
    const owner = await holder(admin)
    const { rows } = await admin.query(
      `select (classid::bigint << 32 | objid::bigint)::text as id from ${advisoryLocks}`,
    )
    // It stands in line, and has the lock the moment that the owner's session ends.
    const taken = other.query('select pg_advisory_lock($1)', [rows[0].id])
    await admin.query('select pg_terminate_backend($1)', [owner])
    await taken
    await sleep(2_500)
    await other.query('select pg_advisory_unlock_all()')
    await vi.waitFor(async () => expect(await holder(admin)).toBeDefined(), { timeout: 10_000 })
    expect(lost).not.toHaveBeenCalled()
  }, 20_000)
})

/** A wire to the database that can break for its client alone: the server hears nothing of it. */
async function cuttable(databaseUrl: string): Promise<{ url: string; cut(): void; close(): void }> {
  const { hostname, port } = new URL(databaseUrl)
  const near = new Set<Socket>()
  const far = new Set<Socket>()
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const toServer = connect(Number(port), hostname)
    near.add(client)
    far.add(toServer)
    client.on('error', () => {}).on('data', (bytes) => toServer.write(bytes))
    toServer.on('error', () => {}).on('data', (bytes) => client.write(bytes))
    toServer.on('close', () => client.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = new URL(databaseUrl)
  url.hostname = '127.0.0.1'
  url.port = String((server.address() as AddressInfo).port)
  return {
    url: url.href,
    cut() {
      for (const socket of near) socket.destroy()
      near.clear()
    },
    close() {
      for (const socket of [...near, ...far]) socket.destroy()
      server.close()
    },
  }
}
