import Database from 'better-sqlite3'

export interface DatabaseFacts {
  /** `ok`, or the first thing that is broken. */
  readonly integrity: string
  /** Names of the migrations applied, in order. */
  readonly migrations: readonly string[]
  /** Ids of the master keys that sealed the credentials in it. */
  readonly keyIds: readonly string[]
  /** Time of the newest event, milliseconds UTC. */
  readonly newestEventAt: number | undefined
}

/** Reads a SQLite file of ours without changing it. Throws where it is no database at all. */
export function inspectDatabase(file: string): DatabaseFacts {
  const database = new Database(file, { readonly: true, fileMustExist: true, timeout: 2_000 })
  try {
    const has = (table: string) =>
      database.prepare("select 1 from sqlite_master where type = 'table' and name = ?").get(table) !==
      undefined
    const column = <T>(query: string) => database.prepare(query).pluck().all() as T[]
    return {
      integrity: column<string>('pragma integrity_check(1)')[0] ?? 'no answer',
      migrations: has('kysely_migration') ? column('select name from kysely_migration order by name') : [],
      // A sealed value reads `v1.<16 hex digits of the key's id>.…`.
      keyIds: has('channel_secret')
        ? column('select distinct substr(sealed, 4, 16) from channel_secret')
        : [],
      newestEventAt: has('event')
        ? column<number>('select at from event order by id desc limit 1')[0]
        : undefined,
    }
  } finally {
    database.close()
  }
}
