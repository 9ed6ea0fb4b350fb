import type { AuditEntry, AuditObject } from '../contract/api/people.ts'
import type { Db } from '../db/store.ts'
import { type Page, pageOf, readCursor } from './page.ts'

/** The audit trail, the newest first; of one kind of object where `object_type` names it. */
export async function listAudit(
  db: Db,
  query: {
    readonly cursor?: string | undefined
    readonly limit: number
    readonly object_type?: AuditObject | undefined
  },
): Promise<Page<AuditEntry>> {
  const { object_type: objectType, limit } = query
  const before = readCursor(query.cursor, ['number'])
  const rows = await db
    .selectFrom('audit as a')
    .leftJoin('extension as e', 'e.id', 'a.actor_id')
    .selectAll('a')
    .select('e.name as actor_name')
    .$if(before !== undefined, (rows) => rows.where('a.id', '<', before?.[0] ?? 0))
    .$if(objectType !== undefined, (rows) => rows.where('a.object_type', '=', objectType ?? ''))
    .orderBy('a.id', 'desc')
    .limit(limit + 1)
    .execute()
  return pageOf(
    rows,
    limit,
    (row) => [row.id],
    (row) => ({
      id: row.id,
      at: new Date(row.at).toISOString(),
      actor: row.actor_id === null ? null : { id: row.actor_id, name: row.actor_name ?? '' },
      action: row.action,
      object_type: row.object_type,
      object_id: row.object_id,
      detail: JSON.parse(row.detail) as Record<string, unknown>,
      ip: row.ip,
    }),
  )
}
