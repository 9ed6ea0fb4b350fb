import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { moveAllUp } from '../../src/core/outbound/ladder.ts'
import { sqlite } from '../support/database.ts'
import { type MessagingWorld, messagingWorld, receipt, text } from '../support/messaging-world.ts'

const plans = new Map<string, string[]>()

/** Asks SQLite for the plan of every statement as it is prepared. */
function watchPlans(): void {
  const prepare = Database.prototype.prepare as (sql: string) => Database.Statement
  vi.spyOn(Database.prototype, 'prepare').mockImplementation(function (this: Database.Database, sql: string) {
    if (sql.includes('json_each')) {
      const parameters = Array<string>(sql.split('?').length - 1).fill('[]')
      const steps = prepare.call(this, `explain query plan ${sql}`).all(...parameters) as { detail: string }[]
      plans.set(
        sql,
        steps.map(({ detail }) => detail),
      )
    }
    return prepare.call(this, sql)
  })
}

describe('group commits on SQLite', () => {
  let world: MessagingWorld
  beforeAll(async () => {
    watchPlans()
    world = await messagingWorld(sqlite)
  })
  afterAll(async () => {
    await world.close()
    vi.restoreAllMocks()
  })

  it('start from the rows of the group in every statement, and never walk a table to find them', async () => {
    await world.deliver(text('first'), text('from somebody else', { from: '+12025550177' }))
    await world.deliver(text('second'))
    await world.deliver(
      receipt('v-1', 'sent', { pricing: { billable: true } }),
      receipt('v-1', 'sent', { pricing: { billable: false } }),
    )
    await world.store.write((trx) =>
      moveAllUp(trx, 'sqlite', [{ messageId: 1, to: 'delivered', at: 1 }], world.now),
    )
    expect(plans.size).toBeGreaterThan(12)
    for (const [sql, [first]] of plans) expect(first, sql).toMatch(/^SCAN json_each/)
  })
})
