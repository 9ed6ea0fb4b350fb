import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { expect, it } from 'vitest'
import { migrations } from '../../migrations/index.ts'
import { backUp } from '../../src/cli/backup/backup.ts'
import { inspectDatabase } from '../../src/cli/backup/inspect-database.ts'
import { dataPaths } from '../../src/config/data-paths.ts'
import { migrate } from '../../src/db/migrate.ts'
import { openStore } from '../../src/db/store.ts'
import { compileScript, startScript } from '../support/run-script.ts'

const OLD_ROWS = 20_000
const BACKED_UP_ROWS = 10_000
const KILLS = 20

function addRows(file: string, count: number): void {
  const database = new Database(file)
  const insert = database.prepare(
    "insert into audit(at, action, object_type, detail) values (?, 'test', 'row', '{}')",
  )
  database.transaction(() => {
    for (let n = 0; n < count; n++) insert.run(n)
  })()
  database.close()
}

function countRows(file: string): number {
  const database = new Database(file)
  const count = database.prepare('select count(*) from audit').pluck().get() as number
  database.close()
  return count
}

async function timeOfRestore(script: string, source: string, base: string): Promise<number> {
  const dataDir = path.join(base, 'timed')
  await backUp({ paths: dataPaths(base), target: dataDir, withMedia: false, version: '1' })
  const restoring = await startScript(script, [source, dataDir], 'begins')
  const begun = performance.now()
  await once(restoring, 'exit')
  return performance.now() - begun
}

it(`a restore killed ${KILLS} times at any moment leaves the old database or the new one, whole`, async () => {
  const script = await compileScript('test/support/restore-now.ts')
  const base = mkdtempSync(path.join(tmpdir(), 'trunkline-restore-'))
  const template = dataPaths(base).database
  const store = openStore({ file: template, synchronous: 'NORMAL' })
  await migrate(store.db, migrations)
  await store.close()
  addRows(template, BACKED_UP_ROWS)
  const source = path.join(base, 'backup')
  await backUp({ paths: dataPaths(base), target: source, withMedia: false, version: '1' })
  addRows(template, OLD_ROWS - BACKED_UP_ROWS)
  const wholeMs = await timeOfRestore(script, source, base)
  const seen = new Set<number>()
  for (let n = 0; n < KILLS; n++) {
    const dataDir = path.join(base, `run-${n}`)
    const { database } = dataPaths(dataDir)
    await backUp({ paths: dataPaths(base), target: dataDir, withMedia: false, version: '1' })
    const restoring = await startScript(script, [source, dataDir], 'begins')
    const gone = once(restoring, 'exit')
    // From at once to well after the end, so that both outcomes are met.
    await sleep((n / (KILLS - 1)) * 2 * wholeMs)
    restoring.kill('SIGKILL')
    await gone
    const rows = countRows(database)
    expect([OLD_ROWS, BACKED_UP_ROWS]).toContain(rows)
    expect(inspectDatabase(database).integrity).toBe('ok')
    seen.add(rows)
    const again = await startScript(script, [source, dataDir], 'done')
    await (again.exitCode === null ? once(again, 'exit') : undefined)
    expect(countRows(database)).toBe(BACKED_UP_ROWS)
    rmSync(dataDir, { recursive: true })
  }
  expect(seen.size).toBe(2)
})
