import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { migrations } from '../../migrations/index.ts'
import { examine } from '../../src/cli/doctor/doctor.ts'
import type { Finding } from '../../src/cli/doctor/finding.ts'
import { checkClock, checkNode } from '../../src/cli/doctor/machine.ts'
import { checkPublicUrl } from '../../src/cli/doctor/network.ts'
import { exitCodeOf, renderFindings } from '../../src/cli/doctor/render.ts'
import { dataPaths } from '../../src/config/data-paths.ts'
import { type Environment, loadConfig } from '../../src/config/load.ts'
import { findSecretKey } from '../../src/config/secret-key.ts'
import { lockDataDir } from '../../src/db/lock.ts'
import { migrate } from '../../src/db/migrate.ts'
import { openStore } from '../../src/db/store.ts'
import { masterKey } from '../../src/lib/crypto/master-key.ts'
import { createVault } from '../../src/lib/crypto/vault.ts'
import { postgres } from '../support/database.ts'
import { freePort } from '../support/ports.ts'

const knownMigrations = Object.keys(migrations)
const newDir = () => mkdtempSync(path.join(tmpdir(), 'trunkline-doctor-'))

async function examineWith(dataDir: string, environment: Environment = {}): Promise<readonly Finding[]> {
  const port = String(await freePort())
  const variables = {
    TRUNKLINE_DATA_DIR: dataDir,
    TRUNKLINE_PORT: port,
    TRUNKLINE_HOST: '127.0.0.1',
    ...environment,
  }
  return examine(loadConfig(variables, '/'), knownMigrations)
}

function found(findings: readonly Finding[], check: string): Finding {
  const finding = findings.find((each) => each.check.startsWith(check))
  if (!finding) throw new Error(`no finding about ${check}`)
  return finding
}

async function migratedDataDir(): Promise<string> {
  const dataDir = newDir()
  findSecretKey({ given: undefined, dataDir, databaseExists: false })
  const store = openStore({ file: dataPaths(dataDir).database, synchronous: 'NORMAL' })
  await migrate(store.db, migrations)
  await store.close()
  return dataDir
}

function sql(dataDir: string, statement: string, ...values: unknown[]): void {
  const database = new Database(dataPaths(dataDir).database)
  database.pragma('foreign_keys = off')
  database.prepare(statement).run(...values)
  database.close()
}

describe('doctor', () => {
  it('finds no problem on a fresh machine, and makes nothing but the data directory', async () => {
    const dataDir = path.join(newDir(), 'data')
    const findings = await examineWith(dataDir)
    expect(findings.filter(({ state }) => state === 'problem')).toEqual([])
    expect(exitCodeOf(findings)).toBe(0)
    expect(found(findings, 'secret key').detail).toContain('will be made at the first start')
    expect(found(findings, 'database').detail).toContain('will be made at the first start')
    expect(readdirSync(dataDir).filter((name) => !/^(lock\.db|gateway\.pid)$/.test(name))).toEqual([])
  })

  it('finds a set-up gateway in order, running or not', async () => {
    const dataDir = await migratedDataDir()
    const lock = lockDataDir(dataDir)
    const server = createTcpServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const port = (server.address() as AddressInfo).port
    const findings = await examineWith(dataDir, { TRUNKLINE_PORT: String(port) })
    expect(found(findings, 'database')).toMatchObject({
      state: 'ok',
      detail: expect.stringContaining('up to date'),
    })
    expect(found(findings, 'secret key')).toMatchObject({ state: 'ok' })
    expect(found(findings, 'port')).toMatchObject({
      state: 'ok',
      detail: expect.stringContaining('a gateway runs'),
    })
    if (lock.ok) lock.release()
    expect(found(await examineWith(dataDir, { TRUNKLINE_PORT: String(port) }), 'port').state).toBe('problem')
    server.close()
  })

  it('tells wrong settings by name and stops there', async () => {
    const findings = await examineWith(newDir(), { TRUNKLINE_PROT: 'canary', TRUNKLINE_HSTS: 'canary' })
    expect(findings.filter(({ check }) => check === 'settings').map(({ detail }) => detail)).toEqual([
      expect.stringContaining('TRUNKLINE_PROT'),
      expect.stringContaining('TRUNKLINE_HSTS'),
    ])
    expect(JSON.stringify(findings)).not.toContain('canary')
    expect(exitCodeOf(findings)).toBe(1)
  })

  it('tells a data directory that is a file', async () => {
    const file = path.join(newDir(), 'data')
    writeFileSync(file, '')
    expect(found(await examineWith(file), 'data directory')).toMatchObject({
      state: 'problem',
      mend: expect.stringContaining('TRUNKLINE_DATA_DIR'),
    })
  })

  it('tells a data directory that others may read', async () => {
    const dataDir = newDir()
    chmodSync(dataDir, 0o755)
    expect(found(await examineWith(dataDir), 'data directory')).toMatchObject({
      state: 'warning',
      mend: `Run: chmod 700 ${dataDir}`,
    })
  })

  it('tells a damaged database, and one of a newer version', async () => {
    const damaged = await migratedDataDir()
    writeFileSync(dataPaths(damaged).database, randomBytes(8_192))
    expect(found(await examineWith(damaged), 'database')).toMatchObject({
      state: 'problem',
      mend: expect.stringContaining('restore'),
    })
    const newer = await migratedDataDir()
    sql(newer, "insert into kysely_migration values ('9999_future', '2030-01-01')")
    expect(found(await examineWith(newer), 'database').detail).toContain('newer version')
  })

  it('tells migrations to come', async () => {
    const dataDir = await migratedDataDir()
    sql(dataDir, 'delete from kysely_migration where name = ?', knownMigrations.at(-1))
    expect(found(await examineWith(dataDir), 'database')).toMatchObject({
      state: 'ok',
      detail: expect.stringContaining('applies 1'),
    })
  })

  it('tells a key that is lost, open to others, or not the one that sealed the credentials', async () => {
    const dataDir = await migratedDataDir()
    const { secretKey } = dataPaths(dataDir)
    const foreign = masterKey(randomBytes(32))
    const sealed = createVault([foreign]).seal('channel_secret/1/api_key', 'x')
    sql(dataDir, "insert into channel_secret values (1, 'api_key', ?, null, 0)", sealed)
    expect(found(await examineWith(dataDir), 'secret key')).toMatchObject({
      state: 'problem',
      detail: expect.stringContaining(foreign.id),
    })
    chmodSync(secretKey, 0o644)
    expect(found(await examineWith(dataDir), 'secret key').detail).toContain('chmod 600')
    writeFileSync(secretKey, '')
    chmodSync(secretKey, 0o600)
    expect(found(await examineWith(dataDir), 'secret key').state).toBe('problem')
  })

  it('tells a PostgreSQL that is out of reach, without its password', async () => {
    const url = `postgres://someone:canary@127.0.0.1:${await freePort()}/trunkline`
    const findings = await examineWith(newDir(), { TRUNKLINE_DATABASE_URL: url })
    expect(found(findings, 'database')).toMatchObject({
      state: 'problem',
      detail: expect.stringContaining('ECONNREFUSED'),
    })
    expect(JSON.stringify(findings)).not.toContain('canary')
  })

  it.skipIf(!postgres.available)('examines a PostgreSQL, empty and set up', async () => {
    const database = await postgres.open()
    const environment = { TRUNKLINE_DATABASE_URL: database.url }
    const empty = await examineWith(database.dataDir, environment)
    expect(found(empty, 'database')).toMatchObject({
      state: 'ok',
      detail: expect.stringContaining('is empty'),
    })
    const store = openStore({ databaseUrl: database.url, file: '', synchronous: 'FULL' })
    await migrate(store.db, migrations)
    const event = { at: Date.now() + 3_600_000, type: 'test' }
    await store.write((trx) =>
      trx
        .insertInto('event')
        .values(event as never)
        .execute(),
    )
    await store.close()
    const full = await examineWith(database.dataDir, environment)
    expect(found(full, 'database').detail).toMatch(/^PostgreSQL \d+.*up to date/)
    expect(found(full, 'clock')).toMatchObject({
      state: 'problem',
      detail: expect.stringContaining('newest row'),
    })
    await database.drop()
  })

  it.each(['host.invalid', 'no-such-name.invalid'])(
    'tells a public URL whose name does not resolve (%s)',
    async (host) => {
      expect(await checkPublicUrl(`https://${host}`, false)).toMatchObject({ state: 'problem' })
    },
  )

  it('tells a public URL that leads nowhere but here, or is not https', async () => {
    const server = createServer((_, response) => response.end()).listen(0, '127.0.0.1')
    await once(server, 'listening')
    expect(await checkPublicUrl('http://localhost:8080', true)).toMatchObject({
      state: 'warning',
      detail: expect.stringContaining('no carrier'),
    })
    expect(await checkPublicUrl('http://192.0.2.1', false)).toMatchObject({
      state: 'warning',
      detail: expect.stringContaining('not https'),
    })
    expect(await checkPublicUrl('https://192.0.2.1', false)).toMatchObject({ state: 'ok' })
    server.close()
  })

  it('tells a clock that is wrong by itself, by the database, or by the database server', () => {
    const now = Date.UTC(2027, 0, 1)
    expect(checkClock(now, {}).state).toBe('ok')
    expect(checkClock(0, {}).state).toBe('problem')
    expect(checkClock(now, { newestEventAt: now + 3_600_000 }).state).toBe('problem')
    expect(checkClock(now, { serverMs: now - 120_000 })).toMatchObject({
      state: 'warning',
      detail: expect.stringContaining('120 s'),
    })
  })

  it('tells a Node.js without security fixes', () => {
    expect(checkNode('v20.20.2').state).toBe('warning')
    expect(checkNode('v24.3.0').state).toBe('ok')
  })

  it('says how to mend everything that is not fine', async () => {
    const dataDir = newDir()
    mkdirSync(path.join(dataDir, 'trunkline.db'))
    const findings = await examineWith(dataDir)
    for (const { state, mend } of findings) expect(mend !== undefined).toBe(state !== 'ok')
    expect(renderFindings(findings)).toMatch(/^problem +database .+\n +→ .+$/m)
    expect(renderFindings(findings)).toMatch(/\n\n(no|\d) problems?, (no|\d) warnings?\.\n$/)
  })
})
