import { Kysely, type Transaction } from 'kysely'
import { postgresDialect } from './postgres.ts'
import { sqliteDialect } from './sqlite.ts'
import type { Tables } from './tables/all.ts'
import { createWriter, type Write, type WriterListener } from './writer.ts'

/** Reads: the store's own connection, or a transaction. */
export type Db = Kysely<Tables>
/** Inside `store.write`. Everything in there goes through this; the outer `db` would wait for ever on SQLite. */
export type Trx = Transaction<Tables>
export type Backend = 'sqlite' | 'postgres'

export interface Store {
  readonly backend: Backend
  readonly db: Db
  /** The one door for writes: see `createWriter`. */
  readonly write: Write
  close(): Promise<void>
}

export type StoreOptions = {
  /** `postgres://…`, or nothing for the SQLite file. */
  readonly databaseUrl?: string | undefined
  readonly file: string
  readonly synchronous: 'FULL' | 'NORMAL'
  readonly listener?: WriterListener
  onIdleError?(error: Error): void
}

/** Opens the database. Migrations are a step of their own: `migrate`. */
export function openStore(options: StoreOptions): Store {
  const backend: Backend = options.databaseUrl ? 'postgres' : 'sqlite'
  const dialect = options.databaseUrl
    ? postgresDialect({
        url: options.databaseUrl,
        ...(options.onIdleError ? { onIdleError: options.onIdleError } : {}),
      })
    : sqliteDialect(options)
  const db = new Kysely<Tables>({ dialect })
  const writer = createWriter(db, options.listener)
  return {
    backend,
    db,
    write: writer.write,
    async close() {
      await writer.idle()
      await db.destroy()
    },
  }
}
