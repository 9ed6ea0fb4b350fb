import { type Expression, type SqlBool, sql } from 'kysely'

/**
 * Webhooks that were refused, whatever became of them. Written out, not bound: only so does SQLite see that the index
 * over them serves, and does not read the accepted ones, which are many.
 */
export const isKept = (): Expression<SqlBool> => sql<SqlBool>`state <> 'accepted'`

/** Webhooks that were refused and wait for an administrator. */
export const isQuarantined = (): Expression<SqlBool> =>
  sql<SqlBool>`state <> 'accepted' and state = 'quarantined'`
