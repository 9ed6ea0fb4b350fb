import { sql } from 'kysely'
import type { AnyDb } from './columns.ts'

/** When the carrier is asked next what became of an attempt whose answer was lost, and how often it was asked. */
export async function up(db: AnyDb): Promise<void> {
  await db.schema.alterTable('attempt').addColumn('look_up_at', 'bigint').execute()
  await db.schema
    .alterTable('attempt')
    .addColumn('look_ups', 'integer', (c) => c.notNull().defaultTo(0))
    .execute()
  await db.schema.dropIndex('attempt_unknown').execute()
  await db.schema
    .createIndex('attempt_look_up')
    .on('attempt')
    .column('look_up_at')
    .where(sql<boolean>`outcome = 'unknown' and look_up_at is not null`)
    .execute()
}

export async function down(db: AnyDb): Promise<void> {
  await db.schema.dropIndex('attempt_look_up').execute()
  await db.schema
    .createIndex('attempt_unknown')
    .on('attempt')
    .column('id')
    .where(sql.ref('outcome'), '=', sql.lit('unknown'))
    .execute()
  for (const column of ['look_ups', 'look_up_at']) {
    await db.schema.alterTable('attempt').dropColumn(column).execute()
  }
}
