import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Follower, follow } from '../support/crash/follower.ts'
import { checkFollower, checkLedger, drain } from '../support/crash/ledger-check.ts'
import { createRandom } from '../support/crash/random.ts'
import { createRig, type Rig } from '../support/crash/rig.ts'
import { startTraffic, type Traffic } from '../support/crash/traffic.ts'
import type { Cut } from '../support/crash/wire-proxy.ts'
import { postgres, sqlite } from '../support/database.ts'

/** Kills at each point; for a deeper run: TEST_KILLS=10, or 200. */
const KILLS = Number(process.env.TEST_KILLS ?? 2)

interface Point {
  readonly name: string
  readonly when: string
  /** The point lies on the wire to the carrier. */
  readonly cut?: Cut
  /** It is reached when the carrier throttles. */
  readonly throttled?: true
}

const random = createRandom()

/**
 * Where the process dies. Parsing and storing are one step in Trunkline, before the answer, so a moment "claimed, not
 * parsed" does not exist, and I9 lies in the stream that follows the event log. Points without `cut` are in the code.
 */
const points: readonly Point[] = [
  { name: 'I1', when: 'headers of a webhook read' },
  { name: 'I2', when: 'body read, not yet judged' },
  { name: 'I3', when: 'judged and parsed, no transaction yet' },
  { name: 'I4', when: 'raw request written, before the commit' },
  { name: 'I8', when: 'message, conversation and event written, before the commit' },
  { name: 'I5', when: 'committed, before the answer' },
  { name: 'I6', when: 'answered' },
  { name: 'I9', when: 'committed, before the streams are told' },
  { name: 'I10', when: 'a file is being downloaded' },
  { name: 'I11', when: 'a file is on the disk, its row is not' },
  { name: 'O1', when: 'a reply was called for' },
  { name: 'O2', when: 'a reply is committed, before the answer' },
  { name: 'O3', when: 'the attempt is written, before the commit' },
  { name: 'O4', when: 'the attempt is committed' },
  { name: 'O5', when: 'the connection to the carrier stands', cut: 'connected' },
  { name: 'O6', when: 'half of the request got through', cut: 'half_request' },
  { name: 'O7', when: 'the request got through, no answer', cut: 'no_answer' },
  { name: 'O8', when: 'half of the answer is read', cut: 'half_answer' },
  { name: 'O9', when: 'the answer is read, before the commit' },
  { name: 'O10', when: 'the outcome is committed' },
  { name: 'O11', when: 'another try is planned', throttled: true },
]

const backends = [sqlite, postgres].filter((backend) => backend.available)
const rigs: { rig: Rig; traffic: Traffic; follower: Follower }[] = []

beforeAll(async () => {
  console.log(`TEST_SEED=${random.seed}`)
  for (const backend of backends) {
    const rig = await createRig(backend)
    rigs.push({ rig, traffic: startTraffic(rig), follower: follow(rig) })
  }
})
afterAll(async () => {
  for (const { rig, traffic, follower } of rigs) {
    await follower.stop()
    traffic.stop()
    await rig.close()
  }
})

for (const point of points) {
  test(
    `${point.name}: killed ${KILLS} times on each database when ${point.when}`,
    async () => {
      const results = await Promise.allSettled(rigs.map((one) => killAndCheck(one, point)))
      for (const result of results) if (result.status === 'rejected') throw result.reason
    },
    (KILLS + 1) * 30_000,
  )
}

async function killAndCheck({ rig, traffic, follower }: (typeof rigs)[number], point: Point): Promise<void> {
  traffic.resume()
  for (let kill = 1; kill <= KILLS; kill++) await dieAt(rig, point)
  await rig.start()
  await drain(rig, traffic)
  await checkLedger(rig, traffic)
  await checkFollower(rig, follower)
  console.log(`${point.name}: ${KILLS} kills on ${rig.kind}, the ledger holds`)
}

async function dieAt(rig: Rig, { name, cut, throttled }: Point): Promise<void> {
  const hit = random.between(1, 4)
  if (throttled) rig.line.faults.set([{ kind: 'rate_limit', times: null, retry_after: '0' }])
  if (cut) rig.proxy.arm(cut, cut === 'connected' ? 1 : hit, () => rig.kill())
  await rig.start(cut ? 'none' : `${name}:${hit}:kill`)
  expect(await rig.died(20_000)).toEqual({ code: null, signal: 'SIGKILL' })
  rig.line.faults.set([])
}
