import { Client } from 'pg'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { lockDatabase } from '../../src/db/owner-lock.ts'
import { postgres } from '../support/database.ts'

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
    const admin = new Client({ connectionString: url })
    await admin.connect()
    endings.push(() => admin.end())
    const cut = () =>
      admin.query(
        "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and pid <> pg_backend_pid()",
      )
    const held = async () =>
      (await admin.query("select count(*)::int as n from pg_locks where locktype = 'advisory'")).rows[0]?.n
    await cut()
    await vi.waitFor(async () => expect(await held()).toBe(1), { timeout: 5_000 })
    expect(lost).not.toHaveBeenCalled()
    await cut()
    expect(await take(url)).toMatchObject({ ok: true })
    await vi.waitFor(() => expect(lost).toHaveBeenCalled(), { timeout: 5_000 })
  }, 20_000)
})
