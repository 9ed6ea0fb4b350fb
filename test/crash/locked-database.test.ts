import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { expect, it } from 'vitest'
import { checkLedger, drain } from '../support/crash/ledger-check.ts'
import { createRig, type Rig } from '../support/crash/rig.ts'
import { startTraffic } from '../support/crash/traffic.ts'
import { sqlite } from '../support/database.ts'

/** Another connection holds SQLite's write lock until `during` has ended. */
async function whileLocked(rig: Rig, during: () => Promise<unknown>): Promise<void> {
  const other = new Database(join(rig.database.dataDir, 'trunkline.db'))
  other.exec('begin immediate')
  try {
    await during()
  } finally {
    other.exec('rollback')
    other.close()
  }
}

async function readiness(rig: Rig): Promise<number> {
  return (await fetch(`${rig.url}/readyz`)).status
}

it('a lock held by another program, for 0.1 s to several, costs 503s at most and never a message', async () => {
  const rig = await createRig(sqlite)
  const traffic = startTraffic(rig)
  try {
    await sleep(500)
    for (const milliseconds of [100, 1_000, 3_000]) {
      await whileLocked(rig, () => sleep(milliseconds))
      await drain(rig, traffic)
      await checkLedger(rig, traffic)
      traffic.resume()
    }
    await whileLocked(rig, () =>
      expect.poll(() => readiness(rig), { timeout: 10_000, interval: 50 }).toBe(503),
    )
    await expect.poll(() => readiness(rig), { timeout: 10_000 }).toBe(200)
    await drain(rig, traffic)
    await checkLedger(rig, traffic)
    expect([...traffic.answers.keys()].filter((status) => status !== 204 && status !== 503)).toEqual([])
    expect(rig.gateway.logs()).toContain('the database takes no writes')
    expect(rig.gateway.logs()).toContain('the database takes writes again')
  } finally {
    traffic.stop()
    await rig.close()
  }
})
