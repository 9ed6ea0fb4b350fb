import type { AnyDb } from './columns.ts'

/** Who noted a person's consent, where it was one of us; and what a message is for, since a confirmation passes the block. */
export async function up(db: AnyDb): Promise<void> {
  await db.schema.alterTable('consent').addColumn('actor_id', 'bigint').execute()
  await db.schema
    .alterTable('message')
    .addColumn('category', 'text', (c) => c.notNull().defaultTo('conversation'))
    .execute()
}

export async function down(db: AnyDb): Promise<void> {
  await db.schema.alterTable('message').dropColumn('category').execute()
  await db.schema.alterTable('consent').dropColumn('actor_id').execute()
}
