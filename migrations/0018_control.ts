import type { AnyDb } from './columns.ts'

/**
 * Which program of the business answers a contact, where a vendor knows several. `standby_count`: messages that came while
 * another one did; they count as unread once the conversation is ours.
 */
export async function up(db: AnyDb): Promise<void> {
  await db.schema
    .createTable('thread_control')
    .addColumn('sender_id', 'bigint', (c) => c.notNull())
    .addColumn('identity_id', 'bigint', (c) => c.notNull())
    .addColumn('holder', 'text', (c) => c.notNull())
    .addColumn('app_id', 'text')
    .addColumn('since', 'bigint', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('thread_control_once', ['sender_id', 'identity_id'])
    .execute()
  await db.schema
    .alterTable('conversation')
    .addColumn('standby_count', 'integer', (c) => c.notNull().defaultTo(0))
    .execute()
}

export async function down(db: AnyDb): Promise<void> {
  await db.schema.alterTable('conversation').dropColumn('standby_count').execute()
  await db.schema.dropTable('thread_control').execute()
}
