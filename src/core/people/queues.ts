import type { Queue } from '../../contract/api/people.ts'
import { Problem } from '../../contract/problems.ts'
import type { Db } from '../../db/store.ts'
import { groupBy } from '../../lib/group-by.ts'
import { type Page, pageOf, readCursor } from '../page.ts'

/** One queue with its members; `not_found` where there is none. */
export async function getQueue(db: Db, id: number): Promise<Queue> {
  const row = await db.selectFrom('queue').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw new Problem('not_found')
  const members = await membersOf(db, [id])
  return { id, name: row.name, pickup_mode: row.pickup_mode, members: members.get(id) ?? [] }
}

/** All queues by name. */
export async function listQueues(
  db: Db,
  { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<Page<Queue>> {
  const after = readCursor(cursor, ['string'])
  const rows = await db
    .selectFrom('queue')
    .selectAll()
    .$if(after !== undefined, (query) => query.where('name', '>', after?.[0] ?? ''))
    .orderBy('name')
    .limit(limit + 1)
    .execute()
  const members = await membersOf(
    db,
    rows.map((row) => row.id),
  )
  return pageOf(
    rows,
    limit,
    (row) => [row.name],
    (row) => ({
      id: row.id,
      name: row.name,
      pickup_mode: row.pickup_mode,
      members: members.get(row.id) ?? [],
    }),
  )
}

async function membersOf(db: Db, queueIds: readonly number[]): Promise<Map<number, number[]>> {
  if (queueIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('queue_member')
    .selectAll()
    .where('queue_id', 'in', queueIds)
    .orderBy('extension_id')
    .execute()
  const groups = groupBy(rows, (row) => row.queue_id)
  return new Map([...groups].map(([queueId, group]) => [queueId, group.map((row) => row.extension_id)]))
}
