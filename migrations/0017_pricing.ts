import type { AnyDb } from './columns.ts'

/** What the vendors say that messages cost: as each receipt told it, and put together. */
export async function up(db: AnyDb): Promise<void> {
  await db.schema.alterTable('receipt').addColumn('pricing', 'text').execute()
  await db.schema.alterTable('message').addColumn('pricing', 'text').execute()
}

export async function down(db: AnyDb): Promise<void> {
  await db.schema.alterTable('message').dropColumn('pricing').execute()
  await db.schema.alterTable('receipt').dropColumn('pricing').execute()
}
