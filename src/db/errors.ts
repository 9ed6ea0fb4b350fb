/** What a database error means, for both backends. */

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code
  return typeof code === 'string' ? code : ''
}

/** SQLite's lock is held by somebody else. */
export function isBusy(error: unknown): boolean {
  return codeOf(error).startsWith('SQLITE_BUSY') || codeOf(error) === 'SQLITE_LOCKED'
}

export function isUniqueViolation(error: unknown): boolean {
  const code = codeOf(error)
  return code === 'SQLITE_CONSTRAINT_UNIQUE' || code === 'SQLITE_CONSTRAINT_PRIMARYKEY' || code === '23505'
}

/**
 * The database as a whole is in trouble, whatever the statement: full, read-only, broken, locked or out of reach.
 * PostgreSQL classes: 08 connection, 25006 read-only, 53 resources, 57 operator, 58 system, XX internal.
 */
export function isStorageFailure(error: unknown): boolean {
  const code = codeOf(error)
  if (/^SQLITE_(BUSY|LOCKED|FULL|IOERR|READONLY|CANTOPEN|CORRUPT|NOTADB|NOMEM|PROTOCOL)/.test(code))
    return true
  if (/^(08|53|57|58|XX)...$/.test(code) || code === '25006') return true
  if (/^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH|ENETUNREACH)/.test(code)) return true
  return (
    error instanceof Error &&
    /Connection terminated|is not queryable|timeout exceeded when trying to connect|database connection is not open/.test(
      error.message,
    )
  )
}
