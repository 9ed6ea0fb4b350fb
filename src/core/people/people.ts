import type { Selectable } from 'kysely'
import type { Extension } from '../../contract/api/people.ts'
import { Problem } from '../../contract/problems.ts'
import type { Db } from '../../db/store.ts'
import type { ExtensionTable } from '../../db/tables/people.ts'
import { type Page, pageOf, readCursor } from '../page.ts'

/** One person; `not_found` where there is none. */
export async function getPerson(db: Db, id: number): Promise<Extension> {
  const row = await db.selectFrom('extension').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw new Problem('not_found')
  return personOf(row)
}

/** Everybody, those switched off too, by extension number. */
export async function listPeople(
  db: Db,
  { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<Page<Extension>> {
  const after = readCursor(cursor, ['string'])
  const rows = await db
    .selectFrom('extension')
    .selectAll()
    .$if(after !== undefined, (query) => query.where('number', '>', after?.[0] ?? ''))
    .orderBy('number')
    .limit(limit + 1)
    .execute()
  return pageOf(rows, limit, (row) => [row.number], personOf)
}

/** A row as the API shows it: everything but the password's hash. */
export function personOf(row: Selectable<ExtensionTable>): Extension {
  return {
    id: row.id,
    number: row.number,
    name: row.name,
    email: row.email,
    role: row.role,
    active: row.active === 1,
    locale: row.locale,
    created_at: new Date(row.created_at).toISOString(),
    last_seen_at: row.last_seen_at === null ? null : new Date(row.last_seen_at).toISOString(),
  }
}
