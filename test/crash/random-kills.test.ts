import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { type Follower, follow } from '../support/crash/follower.ts'
import { checkFollower, checkLedger, drain } from '../support/crash/ledger-check.ts'
import { createRandom } from '../support/crash/random.ts'
import { createRig, type Rig } from '../support/crash/rig.ts'
import { startTraffic, type Traffic } from '../support/crash/traffic.ts'
import { type Backend, postgres, sqlite } from '../support/database.ts'

/** Four for each kill at a named point (see named-points.test.ts). */
const KILLS = Math.max(12, 4 * Number(process.env.TEST_KILLS ?? 0))
/** The whole ledger is looked at after so many kills. */
const CHECK_EVERY = 4
const random = createRandom()

test(
  `killed ${KILLS} times at any moment on each database (TEST_SEED=${random.seed})`,
  async () => {
    const backends = [sqlite, postgres].filter((backend) => backend.available)
    const results = await Promise.allSettled(backends.map(killAtRandom))
    for (const result of results) if (result.status === 'rejected') throw result.reason
  },
  KILLS * 15_000,
)

async function killAtRandom(backend: Backend): Promise<void> {
  const rig = await createRig(backend)
  const traffic = startTraffic(rig)
  const follower = follow(rig)
  try {
    for (let kill = 1; kill <= KILLS; kill++) {
      traffic.resume()
      await sleep(random.between(0, 700))
      rig.kill()
      expect(await rig.died(5_000)).toEqual({ code: null, signal: 'SIGKILL' })
      await rig.start()
      if (kill % CHECK_EVERY !== 0) continue
      // However busy the machine is, there is something to look at.
      await traffic.passed(kill)
      await check(rig, traffic, follower)
    }
  } finally {
    await follower.stop()
    traffic.stop()
    await rig.close()
  }
}

async function check(rig: Rig, traffic: Traffic, follower: Follower): Promise<void> {
  await drain(rig, traffic)
  await checkLedger(rig, traffic)
  await checkFollower(rig, follower)
}
