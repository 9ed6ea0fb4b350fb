import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { describe } from 'vitest'

/** An empty database of a test's own. */
export interface TestDatabase {
  readonly kind: 'sqlite' | 'postgres'
  /** A fresh folder: SQLite's file goes here, and everything else a gateway keeps on disk. */
  readonly dataDir: string
  /** The PostgreSQL URL; empty for SQLite, as in TRUNKLINE_DATABASE_URL. */
  readonly url: string
  /** Removes folder and database, also while connections are open. */
  drop(): Promise<void>
}

/** One kind of database; `available` is false only where TEST_DATABASE_URL is missing (`npm test` always gives it). */
export interface Backend {
  readonly kind: 'sqlite' | 'postgres'
  readonly available: boolean
  /** A fresh, empty database; the caller drops it. */
  open(): Promise<TestDatabase>
}

const adminUrl = process.env.TEST_DATABASE_URL ?? ''

export const sqlite: Backend = { kind: 'sqlite', available: true, open: openSqlite }
export const postgres: Backend = { kind: 'postgres', available: adminUrl !== '', open: openPostgres }

/** Declares the same tests once for SQLite and once for PostgreSQL. */
export function describeOnBoth(title: string, tests: (backend: Backend) => void): void {
  for (const backend of [sqlite, postgres]) {
    describe.skipIf(!backend.available)(`${title} (${backend.kind})`, () => tests(backend))
  }
}

async function openSqlite(): Promise<TestDatabase> {
  const dataDir = await freshDir()
  return { kind: 'sqlite', dataDir, url: '', drop: () => removeDir(dataDir) }
}

async function openPostgres(): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`
  await asAdmin(`create database ${name} template template0`)
  const dataDir = await freshDir()
  const url = new URL(adminUrl)
  url.pathname = `/${name}`
  async function drop(): Promise<void> {
    await asAdmin(`drop database if exists ${name} with (force)`)
    await removeDir(dataDir)
  }
  return { kind: 'postgres', dataDir, url: url.href, drop }
}

async function asAdmin(statement: string): Promise<void> {
  const client = new Client({ connectionString: adminUrl })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

function freshDir(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'trunkline-test-'))
}

function removeDir(dir: string): Promise<void> {
  return rm(dir, { recursive: true, force: true, maxRetries: 3 })
}
