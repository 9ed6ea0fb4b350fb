import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { migrations } from '../../migrations/index.ts'
import { backUp } from '../../src/cli/backup/backup.ts'
import { inspectDatabase } from '../../src/cli/backup/inspect-database.ts'
import { restore } from '../../src/cli/backup/restore.ts'
import { dataPaths } from '../../src/config/data-paths.ts'
import { lockDataDir } from '../../src/db/lock.ts'
import { migrate } from '../../src/db/migrate.ts'
import { openStore } from '../../src/db/store.ts'
import { masterKey } from '../../src/lib/crypto/master-key.ts'
import { createVault } from '../../src/lib/crypto/vault.ts'
import { compileScript, startScript } from '../support/run-script.ts'

const knownMigrations = Object.keys(migrations)
const newDir = () => mkdtempSync(path.join(tmpdir(), 'trunkline-backup-'))

/** A data directory with a migrated database and `rows` audit rows. */
async function newDataDir(rows = 0): Promise<string> {
  const dataDir = newDir()
  const store = openStore({ file: dataPaths(dataDir).database, synchronous: 'NORMAL' })
  await migrate(store.db, migrations)
  await store.close()
  addRows(dataDir, rows)
  return dataDir
}

function addRows(dataDir: string, rows: number): void {
  const database = new Database(dataPaths(dataDir).database)
  const insert = database.prepare(
    "insert into audit(at, action, object_type, detail) values (?, 'test', 'row', '{}')",
  )
  for (let n = 0; n < rows; n++) insert.run(n)
  database.close()
}

function countRows(file: string): number {
  const database = new Database(file, { readonly: true })
  const count = database.prepare('select count(*) from audit').pluck().get() as number
  database.close()
  return count
}

const backUpTo = (dataDir: string, target: string, withMedia = false) =>
  backUp({ paths: dataPaths(dataDir), target, withMedia, version: '1.0.0' })

describe('backup', () => {
  it('made while the gateway writes holds everything that was committed before it began, and is whole', async () => {
    const dataDir = await newDataDir(20_000)
    const writer = await startScript(
      await compileScript('test/support/write-audit.ts'),
      [dataPaths(dataDir).database],
      'committed 50',
    )
    let committed = 0
    writer.stdout?.on('data', (chunk) => {
      committed = Number(/committed (\d+)\s*$/.exec(String(chunk))?.[1] ?? committed)
    })
    await sleep(100)
    const before = committed
    const target = path.join(newDir(), 'backup')
    const manifest = await backUpTo(dataDir, target)
    await sleep(100)
    const after = committed
    writer.kill('SIGKILL')
    expect(before).toBeGreaterThan(50)
    expect(after).toBeGreaterThan(before)
    expect(inspectDatabase(path.join(target, 'trunkline.db'))).toMatchObject({
      integrity: 'ok',
      migrations: knownMigrations,
    })
    const copied = countRows(path.join(target, 'trunkline.db')) - 20_000
    expect(copied).toBeGreaterThanOrEqual(before)
    expect(copied).toBeLessThanOrEqual(after)
    expect(manifest).toMatchObject({ trunkline: '1.0.0', media_files: null })
  })

  it('is readable for its owner only and does not hold the key', async () => {
    const dataDir = await newDataDir()
    writeFileSync(dataPaths(dataDir).secretKey, 'key', { mode: 0o600 })
    const target = path.join(newDir(), 'backup')
    await backUpTo(dataDir, target)
    expect(readdirSync(target).sort()).toEqual(['manifest.json', 'trunkline.db'])
    expect(statSync(target).mode & 0o077).toBe(0)
    expect(statSync(path.join(target, 'trunkline.db')).mode & 0o077).toBe(0)
  })

  it('never overwrites, leaves nothing half done, and says when there is nothing to copy', async () => {
    const dataDir = await newDataDir()
    const target = path.join(newDir(), 'backup')
    await backUpTo(dataDir, target)
    await expect(backUpTo(dataDir, target)).rejects.toThrow('A backup never overwrites')
    const empty = path.join(newDir(), 'none')
    await expect(backUpTo(newDir(), empty)).rejects.toThrow('There is no database')
    expect(existsSync(empty)).toBe(false)
  })

  it('takes the files along when asked', async () => {
    const dataDir = await newDataDir()
    const { media } = dataPaths(dataDir)
    mkdirSync(path.join(media, 'ab'), { recursive: true })
    writeFileSync(path.join(media, 'ab', 'cd'), 'picture')
    mkdirSync(path.join(media, 'incoming'))
    writeFileSync(path.join(media, 'incoming', 'half'), 'pic')
    const target = path.join(newDir(), 'backup')
    expect((await backUpTo(dataDir, target, true)).media_files).toBe(1)
    const fresh = newDir()
    await restore({ source: target, dataDir: fresh, knownMigrations })
    expect(readFileSync(path.join(dataPaths(fresh).media, 'ab', 'cd'), 'utf8')).toBe('picture')
  })
})

describe('restore', () => {
  it('brings the backup back and keeps what was there, write-ahead log included', async () => {
    const dataDir = await newDataDir(3)
    const target = path.join(newDir(), 'backup')
    await backUpTo(dataDir, target)
    const { database } = dataPaths(dataDir)
    const crashed = new Database(database)
    crashed.pragma('wal_autocheckpoint = 0')
    crashed.exec("insert into audit(at, action, object_type, detail) values (9, 'late', 'row', '{}')")
    expect(statSync(`${database}-wal`).size).toBeGreaterThan(0)
    const { setAside } = await restore({ source: target, dataDir, knownMigrations })
    crashed.close()
    expect(countRows(database)).toBe(3)
    expect(countRows(path.join(String(setAside), 'trunkline.db'))).toBe(4)
    expect(existsSync(`${database}.restoring`)).toBe(false)
  })

  it('works over a database that is damaged beyond reading, and keeps that too', async () => {
    const dataDir = await newDataDir(3)
    const target = path.join(newDir(), 'backup')
    await backUpTo(dataDir, target)
    writeFileSync(dataPaths(dataDir).database, randomBytes(5_000))
    const { setAside } = await restore({ source: target, dataDir, knownMigrations })
    expect(countRows(dataPaths(dataDir).database)).toBe(3)
    expect(statSync(path.join(String(setAside), 'trunkline.db')).size).toBe(5_000)
  })

  it('refuses while a gateway uses the data directory', async () => {
    const dataDir = await newDataDir(1)
    const target = path.join(newDir(), 'backup')
    await backUpTo(dataDir, target)
    addRows(dataDir, 1)
    const lock = lockDataDir(dataDir)
    await expect(restore({ source: target, dataDir, knownMigrations })).rejects.toThrow(
      /uses the data directory.*Stop the gateway first/,
    )
    if (lock.ok) lock.release()
    expect(countRows(dataPaths(dataDir).database)).toBe(2)
  })

  it.each<[string, RegExp, (target: string) => void]>([
    [
      'one byte changed',
      /checksum differs/,
      (target) => {
        const file = path.join(target, 'trunkline.db')
        const bytes = readFileSync(file)
        bytes[bytes.length - 10]! ^= 1
        writeFileSync(file, bytes)
      },
    ],
    [
      'a file cut short',
      /checksum differs/,
      (target) => truncateSync(path.join(target, 'trunkline.db'), 4_096),
    ],
    [
      'no database',
      /has no trunkline\.db/,
      (target) => renameSync(path.join(target, 'trunkline.db'), path.join(target, 'x')),
    ],
    [
      'no manifest',
      /is not a backup/,
      (target) => renameSync(path.join(target, 'manifest.json'), path.join(target, 'x')),
    ],
    [
      'a damaged manifest',
      /manifest\.json is damaged/,
      (target) => {
        chmodSync(path.join(target, 'manifest.json'), 0o600)
        writeFileSync(path.join(target, 'manifest.json'), '{"format":1')
      },
    ],
  ])('refuses a backup with %s and changes nothing', async (_, message, spoil) => {
    const dataDir = await newDataDir(1)
    const target = path.join(newDir(), 'backup')
    await backUpTo(dataDir, target)
    spoil(target)
    const before = readdirSync(dataDir).sort()
    await expect(restore({ source: target, dataDir, knownMigrations })).rejects.toThrow(message)
    expect(readdirSync(dataDir).sort()).toEqual(before)
  })

  it('refuses a backup of a newer version', async () => {
    const dataDir = await newDataDir()
    const target = path.join(newDir(), 'backup')
    await backUpTo(dataDir, target)
    await expect(
      restore({ source: target, dataDir, knownMigrations: knownMigrations.slice(0, -1) }),
    ).rejects.toThrow('newer version')
  })
})

it('the database tells which master key sealed its credentials', async () => {
  const dataDir = await newDataDir()
  const key = masterKey(randomBytes(32))
  const sealed = createVault([key]).seal('channel_secret/1/api_key', 'x')
  const database = new Database(dataPaths(dataDir).database)
  database.pragma('foreign_keys = off')
  database.prepare("insert into channel_secret values (1, 'api_key', ?, null, 0)").run(sealed)
  database.close()
  expect(inspectDatabase(dataPaths(dataDir).database).keyIds).toEqual([key.id])
})
