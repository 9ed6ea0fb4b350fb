import { sql } from 'kysely'
import { type AnyDb, columns } from './columns.ts'

/** Message templates as the vendors keep them, and what a message of ours needs besides text and files. */
export async function up(db: AnyDb): Promise<void> {
  const { key } = columns(db)

  await db.schema
    .createTable('template')
    .addColumn('id', key)
    .addColumn('channel_id', 'bigint', (c) => c.notNull().references('channel.id'))
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('language', 'text', (c) => c.notNull())
    .addColumn('definition', 'text', (c) => c.notNull())
    .addUniqueConstraint('template_name', ['channel_id', 'name', 'language'])
    .execute()
  await db.schema.alterTable('channel').addColumn('templates_at', 'bigint').execute()
  await db.schema.alterTable('channel').addColumn('templates_problem', 'text').execute()

  // `template`: what is sent, whatever becomes of the vendor's list. `part_of`: the first message of the same call.
  await db.schema.alterTable('message').addColumn('template', 'text').execute()
  await db.schema.alterTable('message').addColumn('part_of', 'bigint').execute()
  await db.schema
    .createIndex('message_parts')
    .on('message')
    .columns(['part_of', 'id'])
    .where(sql.ref('part_of'), 'is not', null)
    .execute()
  await db.schema.alterTable('contact').addColumn('profile_at', 'bigint').execute()
  await db.schema.alterTable('contact').addColumn('picture_sha256', 'text').execute()
  await db.schema.alterTable('contact').addColumn('picture_type', 'text').execute()
}

export async function down(db: AnyDb): Promise<void> {
  for (const name of ['profile_at', 'picture_sha256', 'picture_type']) {
    await db.schema.alterTable('contact').dropColumn(name).execute()
  }
  await db.schema.dropIndex('message_parts').execute()
  for (const name of ['template', 'part_of']) await db.schema.alterTable('message').dropColumn(name).execute()
  for (const name of ['templates_at', 'templates_problem']) {
    await db.schema.alterTable('channel').dropColumn(name).execute()
  }
  await db.schema.dropTable('template').execute()
}
