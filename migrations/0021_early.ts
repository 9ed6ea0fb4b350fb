import { type AnyDb, columns } from './columns.ts'

/** What was told of messages that are not here yet: vendors repeat what failed, and the order is lost. */
export async function up(db: AnyDb): Promise<void> {
  const { key } = columns(db)
  await db.schema
    .createTable('early_event')
    .addColumn('id', key)
    .addColumn('channel_id', 'bigint', (c) => c.notNull())
    .addColumn('target', 'text', (c) => c.notNull())
    .addColumn('event', 'text', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .execute()
  await db.schema
    .createIndex('early_event_target')
    .on('early_event')
    .columns(['channel_id', 'target'])
    .execute()
}

export async function down(db: AnyDb): Promise<void> {
  await db.schema.dropTable('early_event').execute()
}
