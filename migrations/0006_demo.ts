import { type AnyDb, columns } from './columns.ts'

/** The demo's channels: each has a line of the sandbox that this gateway starts as long as one of them is there. */
export async function up(db: AnyDb): Promise<void> {
  const { key } = columns(db)
  await db.schema
    .createTable('demo_line')
    .addColumn('id', key)
    .addColumn('channel_id', 'bigint', (c) =>
      c.notNull().unique().references('channel.id').onDelete('cascade'),
    )
    .addColumn('line', 'text', (c) => c.notNull().unique())
    .execute()
}

export async function down(db: AnyDb): Promise<void> {
  await db.schema.dropTable('demo_line').execute()
}
