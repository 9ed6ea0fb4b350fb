import { sql } from 'kysely'
import type { AnyDb } from './columns.ts'

/** When the person behind an address was told to have moved to another one: what comes from it later is somebody else's. */
export async function up(db: AnyDb): Promise<void> {
  await db.schema.alterTable('identity').addColumn('replaced_at', 'bigint').execute()
  await sql`
    update identity set replaced_at = (select n.created_at from identity as n where n.id = identity.replaced_by)
    where replaced_by is not null`.execute(db)
}

export async function down(db: AnyDb): Promise<void> {
  await db.schema.alterTable('identity').dropColumn('replaced_at').execute()
}
