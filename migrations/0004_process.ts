import type { AnyDb } from './columns.ts'

/** One row about the running gateway; writing it proves that the database takes writes. */
export async function up(db: AnyDb): Promise<void> {
  await db.schema
    .createTable('process')
    .addColumn('id', 'integer', (c) => c.primaryKey())
    .addColumn('probed_at', 'bigint', (c) => c.notNull())
    .execute()
}

export async function down(db: AnyDb): Promise<void> {
  await db.schema.dropTable('process').execute()
}
