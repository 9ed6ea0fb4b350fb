import { existsSync } from 'node:fs'
import pg from 'pg'
import type { Secret } from '../../lib/secret.ts'
import { inspectDatabase } from '../backup/inspect-database.ts'
import { type Finding, fine, problem, wordsOf } from './finding.ts'

const check = 'database'
const CONNECT_TIMEOUT_MS = 5_000

/** What the database told, beside the finding itself. */
export interface DatabaseReport {
  readonly finding: Finding
  readonly keyIds: readonly string[]
  readonly newestEventAt?: number | undefined
  /** The database server's clock, milliseconds UTC. */
  readonly serverMs?: number | undefined
}

export function checkSqlite(file: string, knownMigrations: readonly string[]): DatabaseReport {
  if (!existsSync(file)) {
    return { finding: fine(check, `${file} will be made at the first start.`), keyIds: [] }
  }
  try {
    const { integrity, migrations, keyIds, newestEventAt } = inspectDatabase(file)
    const finding =
      integrity === 'ok'
        ? schemaFinding(`SQLite, ${file}`, migrations, knownMigrations)
        : problem(
            check,
            `${file} is damaged: ${integrity}.`,
            'Stop the gateway and restore a backup: trunkline restore <directory>',
          )
    return { finding, keyIds, newestEventAt }
  } catch (error) {
    const mend =
      "Check that the gateway's user may read and write the file; if it is damaged, restore a backup: trunkline restore <directory>"
    return { finding: problem(check, `${file} cannot be read: ${wordsOf(error)}.`, mend), keyIds: [] }
  }
}

export async function checkPostgres(
  url: Secret,
  knownMigrations: readonly string[],
): Promise<DatabaseReport> {
  const client = new pg.Client({
    connectionString: url.reveal(),
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: CONNECT_TIMEOUT_MS,
  })
  try {
    await client.connect()
    const column = async (query: string) =>
      (await client.query<{ value: string }>(query)).rows.map((row) => row.value)
    const has = async (table: string) =>
      (await column(`select to_regclass('${table}')::text as value`))[0] !== null
    const [version = ''] = await column("select current_setting('server_version') as value")
    const [serverMs] = await column('select extract(epoch from clock_timestamp()) * 1000 as value')
    const migrations = (await has('kysely_migration'))
      ? await column('select name as value from kysely_migration order by name')
      : []
    const keyIds = (await has('channel_secret'))
      ? await column('select distinct substr(sealed, 4, 16) as value from channel_secret')
      : []
    const newest = (await has('event'))
      ? (await column('select at as value from event order by id desc limit 1'))[0]
      : undefined
    return {
      finding: schemaFinding(`PostgreSQL ${version}`, migrations, knownMigrations),
      keyIds,
      newestEventAt: newest === undefined ? undefined : Number(newest),
      serverMs: Number(serverMs),
    }
  } catch (error) {
    const mend =
      'Check that the server runs, that this machine may reach it, and the user, password and database name in TRUNKLINE_DATABASE_URL.'
    return { finding: problem(check, `PostgreSQL cannot be used: ${wordsOf(error)}.`, mend), keyIds: [] }
  } finally {
    await client.end().catch(() => undefined)
  }
}

function schemaFinding(name: string, applied: readonly string[], known: readonly string[]): Finding {
  if (applied.some((migration) => !known.includes(migration))) {
    return problem(
      check,
      `${name}, was written by a newer version of Trunkline.`,
      'Start that version, or restore a backup made before the upgrade.',
    )
  }
  const pending = known.length - applied.length
  if (pending === 0) return fine(check, `${name}, whole and up to date.`)
  return fine(
    check,
    applied.length === 0
      ? `${name}, is empty; the first start sets it up.`
      : `${name}, whole; the next start applies ${pending} migrations.`,
  )
}
