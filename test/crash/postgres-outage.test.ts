import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { describe, expect, it } from 'vitest'
import { checkLedger, drain } from '../support/crash/ledger-check.ts'
import { ownPostgres } from '../support/crash/own-postgres.ts'
import { createRandom } from '../support/crash/random.ts'
import { createRig, type Rig } from '../support/crash/rig.ts'
import { startTraffic } from '../support/crash/traffic.ts'
import { postgres } from '../support/database.ts'

const CUTS = 20
const random = createRandom()

/** Ends every session of the gateway, as a failover or an administrator would. */
async function cutSessions(rig: Rig): Promise<void> {
  const client = new Client({ connectionString: process.env.TEST_DATABASE_URL })
  await client.connect()
  await client.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = $1 and application_name like 'trunkline%'`,
    [new URL(rig.database.url).pathname.slice(1)],
  )
  await client.end()
}

describe.skipIf(!postgres.available)('PostgreSQL', () => {
  it(`ends the gateway's sessions ${CUTS} times under load (TEST_SEED=${random.seed})`, async () => {
    const rig = await createRig(postgres)
    const traffic = startTraffic(rig)
    try {
      for (let cut = 0; cut < CUTS; cut++) {
        await sleep(random.between(20, 400))
        await cutSessions(rig)
      }
      await sleep(300)
      await drain(rig, traffic)
      await checkLedger(rig, traffic)
      expect([...traffic.answers.keys()].filter((status) => status !== 204 && status !== 503)).toEqual([])
      expect((await fetch(`${rig.url}/readyz`)).status).toBe(200)
    } finally {
      traffic.stop()
      await rig.close()
    }
  })

  it('dies under load and comes back: 503s meanwhile, /readyz red and green again, nothing lost', async () => {
    const database = await ownPostgres()
    const rig = await createRig(postgres, { database })
    const traffic = startTraffic(rig)
    const readiness = async () => (await fetch(`${rig.url}/readyz`)).status
    try {
      await sleep(1_000)
      await database.stopImmediately()
      await expect.poll(readiness, { timeout: 5_000 }).toBe(503)
      await sleep(1_500)
      database.startAgain()
      await expect.poll(readiness, { timeout: 20_000 }).toBe(200)
      await drain(rig, traffic)
      await checkLedger(rig, traffic)
      expect(traffic.answers.get(503)).toBeGreaterThan(0)
      expect([...traffic.answers.keys()].filter((status) => status !== 204 && status !== 503)).toEqual([])
    } finally {
      traffic.stop()
      await rig.close()
    }
  })
})
