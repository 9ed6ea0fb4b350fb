import type { AuditEntry } from '../contract/api/people.ts'
import type { Db } from '../db/store.ts'
import { type Page, pageOf, readCursor } from './page.ts'

/** The audit trail, the newest first. */
export async function listAudit(
  db: Db,
  { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<Page<AuditEntry>> {
  const before = readCursor(cursor, ['number'])
  const rows = await db
    .selectFrom('audit as a')
    .leftJoin('extension as e', 'e.id', 'a.actor_id')
    .selectAll('a')
    .select('e.name as actor_name')
    .$if(before !== undefined, (query) => query.where('a.id', '<', before?.[0] ?? 0))
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
