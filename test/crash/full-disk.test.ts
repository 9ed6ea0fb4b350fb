import { execFileSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { checkLedger, drain } from '../support/crash/ledger-check.ts'
import { createRig } from '../support/crash/rig.ts'
import { startTraffic } from '../support/crash/traffic.ts'
import { sqlite, type TestDatabase } from '../support/database.ts'

const MEGABYTES = 24

/** A disk of a few megabytes; undefined where this user may not mount one. */
function smallDisk(): TestDatabase | undefined {
  const dataDir = mkdtempSync(join(tmpdir(), 'trunkline-disk-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${MEGABYTES}m`, 'tmpfs', dataDir], { stdio: 'ignore' })
  } catch {
    rmSync(dataDir, { recursive: true })
    return undefined
  }
  return {
    kind: 'sqlite',
    dataDir,
    url: '',
    async drop() {
      execFileSync('umount', ['-l', dataDir])
      rmSync(dataDir, { recursive: true })
    },
  }
}

/** Takes all the room that is left. */
function fill(path: string): void {
  const block = Buffer.alloc(4_096)
  const file = openSync(path, 'w')
  try {
    for (;;) writeSync(file, block)
  } catch (error) {
    expect((error as NodeJS.ErrnoException).code).toBe('ENOSPC')
  } finally {
    closeSync(file)
  }
}

it('a full disk: webhooks get 503 with Retry-After, /readyz is red, and all is well when there is room', async (context) => {
  const database = smallDisk()
  if (!database) return context.skip('a small disk can only be mounted by root')
  const rig = await createRig(sqlite, { database })
  const traffic = startTraffic(rig)
  const readiness = async () => (await fetch(`${rig.url}/readyz`)).status
  try {
    await sleep(500)
    const ballast = join(database.dataDir, 'ballast')
    fill(ballast)
    await expect.poll(readiness, { timeout: 20_000 }).toBe(503)
    const refused = await rig.api.raw('POST', new URL(rig.line.webhookUrl).pathname, '{}')
    expect(refused.status).toBe(503)
    expect(refused.headers['retry-after']).toBe('5')
    expect(refused.body.code).toBe('storage_unavailable')
    const asked = rig.sandbox.ledger.entries.length
    await sleep(3_000)
    // Nothing leaves that could not be written down first.
    expect(rig.sandbox.ledger.entries.length).toBe(asked)
    rmSync(ballast)
    await expect.poll(readiness, { timeout: 10_000 }).toBe(200)
    await drain(rig, traffic)
    await checkLedger(rig, traffic)
    expect(traffic.answers.get(503)).toBeGreaterThan(0)
    expect([...traffic.answers.keys()].filter((status) => status !== 204 && status !== 503)).toEqual([])
  } finally {
    traffic.stop()
    await rig.close()
  }
})
