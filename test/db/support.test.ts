import { existsSync } from 'node:fs'
import { Client } from 'pg'
import { expect, it } from 'vitest'
import { describeOnBoth, postgres } from '../support/database.ts'

describeOnBoth('a database of a test', (backend) => {
  it('has a folder of its own until it is dropped', async () => {
    const [one, other] = [await backend.open(), await backend.open()]
    expect(one.dataDir).not.toBe(other.dataDir)
    expect(existsSync(one.dataDir)).toBe(true)
    await one.drop()
    await other.drop()
    expect(existsSync(one.dataDir)).toBe(false)
  })
})

it.skipIf(!postgres.available)(
  'on PostgreSQL is empty, durable, and gone after drop even while connected',
  async () => {
    const database = await postgres.open()
    const client = new Client({ connectionString: database.url })
    client.on('error', () => {})
    await client.connect()
    const tables = await client.query("select 1 from information_schema.tables where table_schema = 'public'")
    expect(tables.rowCount).toBe(0)
    const durable = await client.query('show fsync')
    expect(durable.rows).toEqual([{ fsync: 'on' }])
    await database.drop()
    const late = new Client({ connectionString: database.url })
    await expect(late.connect()).rejects.toThrow('does not exist')
  },
)
