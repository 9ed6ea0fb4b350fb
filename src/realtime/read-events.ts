import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import type { Backend, Db } from '../db/store.ts'
import type { EventTable } from '../db/tables/conversations.ts'

export type EventRow = Selectable<EventTable>

/**
 * Events after a number, in order, that no lower number can still join. On PostgreSQL a transaction that took a lower number
 * may commit after one that took a higher: reading stops below the oldest transaction that is still open.
 */
export async function eventsAfter(
  db: Db,
  backend: Backend,
  after: number,
  limit: number,
): Promise<EventRow[]> {
  let query = db.selectFrom('event').selectAll().where('id', '>', after).orderBy('id').limit(limit)
  if (backend === 'postgres') {
    query = query.where(sql<boolean>`transaction_id < pg_snapshot_xmin(pg_current_snapshot())::text::bigint`)
  }
  return query.execute()
}

/** The highest number that `eventsAfter` would give out now; 0 where there is none. */
export async function lastEventId(db: Db, backend: Backend): Promise<number> {
  let query = db.selectFrom('event').select((select) => select.fn.max('id').as('id'))
  if (backend === 'postgres') {
    query = query.where(sql<boolean>`transaction_id < pg_snapshot_xmin(pg_current_snapshot())::text::bigint`)
  }
  const row = await query.executeTakeFirst()
  return Number(row?.id ?? 0)
}
