import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { checkLedger, drain } from '../support/crash/ledger-check.ts'
import { createRig } from '../support/crash/rig.ts'
import { startTraffic } from '../support/crash/traffic.ts'
import { describeOnBoth } from '../support/database.ts'
import { startGateway } from '../support/process.ts'

const STOPS = 5
const LIMIT_SECONDS = 10

describeOnBoth('a gateway under load', (backend) => {
  it(`ends on SIGTERM ${STOPS} times within its limit, with code 0, and leaves nothing open`, async () => {
    const rig = await createRig(backend, {
      env: { TRUNKLINE_STOP_TIMEOUT_SECONDS: String(LIMIT_SECONDS) },
    })
    const traffic = startTraffic(rig)
    try {
      for (let stop = 0; stop < STOPS; stop++) {
        await sleep(300 + 100 * stop)
        expect(await rig.gateway.stop(LIMIT_SECONDS * 1_000 + 2_000)).toEqual({ code: 0, signal: null })
        expect(rig.gateway.logs()).not.toMatch(/not everything ended in time|"level":"error"|"level":50/)
        await rig.start()
        expect(rig.gateway.logs()).not.toContain('in the middle of sends')
      }
      await drain(rig, traffic)
      await checkLedger(rig, traffic)
      // A stop is no crash: what was under way came to its end.
      const { body } = await rig.api.get('/messages?limit=200')
      const statuses = new Set(body.data.map((message: { status: string }) => message.status))
      expect([...statuses].sort()).toEqual(['delivered', 'received'])
    } finally {
      traffic.stop()
      await rig.close()
    }
  })

  it('is the only one: a second process on the same data is refused with a sentence, and harms nothing', async () => {
    const rig = await createRig(backend)
    const traffic = startTraffic(rig)
    try {
      const { dataDir, url } = rig.database
      await expect(startGateway({ dataDir, databaseUrl: url })).rejects.toThrow(
        /ended \(1\)[\s\S]*Another (process \(pid \d+\) uses the data directory|gateway uses)/,
      )
      await sleep(200)
      await drain(rig, traffic)
      await checkLedger(rig, traffic)
      expect(rig.gateway.logs()).not.toMatch(/"level":"error"|"level":50/)
    } finally {
      traffic.stop()
      await rig.close()
    }
  })
})
