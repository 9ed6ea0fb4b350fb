import Database from 'better-sqlite3'
import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  SqliteDialect,
  type SqliteDialectConfig,
  SqliteDriver,
  type SqliteStatement,
} from 'kysely'

/** How long SQLite itself waits for a lock. It freezes the whole process while it does, so it is short. */
const BUSY_TIMEOUT_MS = 50

/** Statements kept prepared; the hot paths use a few dozen. */
const STATEMENT_CACHE = 500

export interface SqliteOptions {
  readonly file: string
  readonly synchronous: 'FULL' | 'NORMAL'
}

/** SQLite with WAL, foreign keys, and transactions that take the write lock at once. */
export function sqliteDialect(options: SqliteOptions): SqliteDialect {
  const database = new Database(options.file)
  database.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`)
  database.pragma('journal_mode = WAL')
  database.pragma(`synchronous = ${options.synchronous}`)
  database.pragma('foreign_keys = ON')
  database.pragma('temp_store = MEMORY')
  return new ImmediateDialect({ database: withPreparedStatements(database) })
}

/** Kysely prepares a statement at each call; half the cost of a small query is that. */
function withPreparedStatements(database: Database.Database): SqliteDialectConfig['database'] & object {
  const cache = new Map<string, SqliteStatement>()
  return {
    close: () => database.close(),
    prepare(sql: string): SqliteStatement {
      const known = cache.get(sql)
      if (known) return known
      const statement = database.prepare(sql) as unknown as SqliteStatement
      if (cache.size >= STATEMENT_CACHE) cache.delete(cache.keys().next().value as string)
      cache.set(sql, statement)
      return statement
    },
  }
}

class ImmediateDialect extends SqliteDialect {
  readonly #config: SqliteDialectConfig

  constructor(config: SqliteDialectConfig) {
    super(config)
    this.#config = config
  }

  override createDriver(): Driver {
    return new ImmediateDriver(this.#config)
  }
}

/** A plain `begin` takes the lock at the first write, in the middle of the work; `immediate` takes it now or fails now. */
class ImmediateDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'))
  }

  /** SQLite ends the transaction by itself when the disk is full; what led here must not be hidden by that. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await super.rollbackTransaction(connection).catch(() => {})
  }
}
