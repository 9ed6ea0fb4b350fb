import { existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, it } from 'vitest'
import { migrations } from '../../migrations/index.ts'
import { runCommandLine } from '../../src/cli/program.ts'
import { dataPaths } from '../../src/config/data-paths.ts'
import { type Environment, loadConfig } from '../../src/config/load.ts'
import { ensureFirstAdministrator } from '../../src/core/people/first-administrator.ts'
import { createPasswordHasher } from '../../src/core/people/passwords.ts'
import { migrate } from '../../src/db/migrate.ts'
import { openStore } from '../../src/db/store.ts'

const newDir = () => mkdtempSync(path.join(tmpdir(), 'trunkline-cli-'))

async function run(words: readonly string[], environment: Environment = {}) {
  const out: string[] = []
  const errors: string[] = []
  const started: { port: number; demo: boolean }[] = []
  const code = await runCommandLine(words, {
    version: '1.2.3',
    loaded: loadConfig(environment, newDir()),
    migrations,
    start: async (config, { demo }) => void started.push({ port: config.server.port, demo }),
    print: (text) => out.push(text),
    printError: (text) => errors.push(text),
  })
  return { code, out: out.join(''), errors: errors.join(''), started }
}

it('starts the gateway when no command is given', async () => {
  expect(await run([])).toMatchObject({ code: 0, started: [{ port: 8080, demo: false }] })
  expect(await run(['--demo'])).toMatchObject({ code: 0, started: [{ port: 8080, demo: true }] })
})

it('does not start with wrong settings, and names them all', async () => {
  const { code, errors, started } = await run([], { TRUNKLINE_PORT: 'x', TRUNKLINE_PROT: '1' })
  expect({ code, started }).toEqual({ code: 1, started: [] })
  expect(errors).toContain('TRUNKLINE_PORT must be')
  expect(errors).toContain('TRUNKLINE_PROT is not a setting')
})

it('knows its commands, and guesses at others', async () => {
  const help = await run(['--help'])
  expect(help.code).toBe(0)
  for (const command of ['doctor', 'backup', 'restore', 'reset-password', 'settings'])
    expect(help.out).toContain(`  ${command}`)
  expect(await run(['--version'])).toMatchObject({ code: 0, out: '1.2.3\n' })
  expect(await run(['docter'])).toMatchObject({
    code: 1,
    errors: expect.stringContaining('did you mean doctor?'),
    started: [],
  })
  expect(await run(['backup'])).toMatchObject({ code: 1, errors: expect.stringContaining('directory') })
  expect(await run(['--dmeo'])).toMatchObject({
    code: 1,
    errors: expect.stringContaining('--demo'),
    started: [],
  })
})

it('backs up and restores', async () => {
  const dataDir = newDir()
  const store = openStore({ file: dataPaths(dataDir).database, synchronous: 'NORMAL' })
  await migrate(store.db, migrations)
  await store.close()
  const target = path.join(newDir(), 'backup')
  const environment = { TRUNKLINE_DATA_DIR: dataDir }
  const backup = await run(['backup', target, '--with-media'], environment)
  expect(backup).toMatchObject({ code: 0, out: expect.stringContaining('secret.key') })
  expect(existsSync(path.join(target, 'manifest.json'))).toBe(true)
  expect(await run(['backup', target], environment)).toMatchObject({
    code: 1,
    errors: expect.stringContaining('never overwrites'),
  })
  expect(await run(['restore', target], environment)).toMatchObject({
    code: 0,
    out: expect.stringContaining('before-restore-'),
  })
})

it('gives somebody a new password, and nobody else', async () => {
  const dataDir = newDir()
  const environment = { TRUNKLINE_DATA_DIR: dataDir }
  expect((await run(['reset-password', 'a@example.com'], environment)).errors).toContain(
    'There is no database',
  )
  const store = openStore({ file: dataPaths(dataDir).database, synchronous: 'NORMAL' })
  await migrate(store.db, migrations)
  const passwords = createPasswordHasher()
  const signInLimits = { idleMs: 60_000, absoluteMs: 60_000 }
  const first = { email: 'a@example.com', password: 'a password they forgot' }
  await ensureFirstAdministrator({ store, passwords, signInLimits }, first, 1)
  const { code, out } = await run(['reset-password', 'A@example.com'], environment)
  expect(code).toBe(0)
  const { password_hash: hash } = await store.db
    .selectFrom('extension')
    .select('password_hash')
    .executeTakeFirstOrThrow()
  expect(await passwords.verify(hash, first.password)).toBe(false)
  expect(await passwords.verify(hash, / is (\S+)\n/.exec(out)?.[1] ?? '')).toBe(true)
  expect(await run(['reset-password', 'b@example.com'], environment)).toMatchObject({
    code: 1,
    errors: expect.stringContaining('Nobody'),
  })
  await store.close()
})

it('leaves PostgreSQL to its own tools, without showing the address', async () => {
  const environment = { TRUNKLINE_DATABASE_URL: 'postgres://u:canary@db/x' }
  const backup = await run(['backup', 'x'], environment)
  expect(backup).toMatchObject({ code: 1, errors: expect.stringContaining('pg_dump') })
  expect((await run(['restore', 'x'], environment)).errors).toContain('pg_restore')
  expect(backup.errors).not.toContain('canary')
})

it('prints the findings of doctor as text or JSON', async () => {
  const environment = { TRUNKLINE_PORT: 'x' }
  const text = await run(['doctor'], environment)
  expect(text).toMatchObject({ code: 1, out: expect.stringContaining('problem') })
  const json = JSON.parse((await run(['doctor', '--json'], environment)).out) as unknown
  expect(json).toContainEqual(expect.objectContaining({ check: 'settings', state: 'problem' }))
})

it('prints the settings', async () => {
  expect((await run(['settings'])).out).toContain('#TRUNKLINE_PORT=8080')
})
