import {
  type DatabaseConnection,
  type Driver,
  PostgresDialect,
  type PostgresDialectConfig,
  PostgresDriver,
} from 'kysely'
import type pg from 'pg'

const INT8 = 20

export interface PostgresOptions {
  readonly url: string
  /** Hears of connections that break, idle or in use; the pool replaces them by itself. */
  onIdleError?(error: Error): void
}

/** The driver is loaded where it is used: most gateways run on SQLite, and it takes megabytes. */
async function postgresPool(options: PostgresOptions): Promise<pg.Pool> {
  const { default: driver } = await import('pg')
  const parserOf = driver.types.getTypeParser
  // Ids and times are integers below 2^53, so they are read as numbers, as SQLite gives them.
  const getTypeParser = ((oid: number, format?: 'text' | 'binary') =>
    oid === INT8 ? Number : parserOf(oid, format as 'text')) as typeof parserOf
  const pool = new driver.Pool({
    connectionString: options.url,
    max: 10,
    types: { getTypeParser },
    application_name: 'trunkline',
    connectionTimeoutMillis: 5_000,
    statement_timeout: 30_000,
    keepAlive: true,
  })
  // The pool listens while a connection is idle. One that breaks between two statements of a transaction has no other
  // listener, and an error event that nobody hears ends the process.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', (error) => options.onIdleError?.(error)))
  return pool
}

export function postgresDialect(options: PostgresOptions): PostgresDialect {
  return new LastingDialect({ pool: () => postgresPool(options) })
}

class LastingDialect extends PostgresDialect {
  readonly #config: PostgresDialectConfig

  constructor(config: PostgresDialectConfig) {
    super(config)
    this.#config = config
  }

  override createDriver(): Driver {
    return new LastingDriver(this.#config)
  }
}

class LastingDriver extends PostgresDriver {
  /** On a connection that broke there is nothing to undo; what led here must not be hidden by that. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await super.rollbackTransaction(connection).catch(() => {})
  }
}
