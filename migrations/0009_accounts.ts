import type { AnyDb } from './columns.ts'

/** What vendors tell of an account and its senders, and the files that lie with them. */
export async function up(db: AnyDb): Promise<void> {
  await db.schema
    .createTable('vendor_file')
    .addColumn('channel_id', 'bigint', (c) => c.notNull().references('channel.id'))
    .addColumn('sha256', 'text', (c) => c.notNull())
    .addColumn('content_type', 'text', (c) => c.notNull())
    .addColumn('vendor_id', 'text', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('vendor_file_pk', ['channel_id', 'sha256', 'content_type'])
    .execute()
  await db.schema.alterTable('sender').addColumn('name', 'text').execute()
  await db.schema
    .alterTable('channel')
    .addColumn('facts', 'text', (c) => c.notNull().defaultTo('[]'))
    .execute()
}

export async function down(db: AnyDb): Promise<void> {
  await db.schema.alterTable('channel').dropColumn('facts').execute()
  await db.schema.alterTable('sender').dropColumn('name').execute()
  await db.schema.dropTable('vendor_file').execute()
}
