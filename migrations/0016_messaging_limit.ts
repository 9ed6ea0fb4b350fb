import { sql } from 'kysely'
import type { AnyDb } from './columns.ts'

/**
 * Vendors' limits on how many people are sent templates outside their window. A queued message that waits for a place under
 * such a limit is due at no known time; what waits so stands in an index of its own, out of the lanes' way.
 */
export async function up(db: AnyDb): Promise<void> {
  // Who counts now. `message_id`: the only message that the place rests on; null where several do.
  await db.schema
    .createTable('limit_place')
    .addColumn('account', 'text', (c) => c.notNull())
    .addColumn('identity_id', 'bigint', (c) => c.notNull())
    .addColumn('message_id', 'bigint')
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('limit_place_pk', ['account', 'identity_id'])
    .execute()
  await db.schema.createIndex('limit_place_age').on('limit_place').columns(['account', 'at']).execute()
  // How many of them there are, so that nobody has to count a hundred thousand.
  await db.schema
    .createTable('limit_account')
    .addColumn('account', 'text', (c) => c.primaryKey())
    .addColumn('taken', 'integer', (c) => c.notNull())
    .execute()
  await db.schema.alterTable('channel').addColumn('limit_closed_until', 'bigint').execute()
  await db.schema.alterTable('message').addColumn('waits_since', 'bigint').execute()

  await replaceLaneIndexes(db, sql<boolean>`status = 'queued' and due_at is not null`)
  await db.schema
    .createIndex('message_held')
    .on('message')
    .columns(['channel_id', 'priority', 'id'])
    .where(sql<boolean>`status = 'queued' and due_at is null`)
    .execute()
  await db.schema
    .createIndex('message_waits')
    .on('message')
    .column('waits_since')
    .where(sql<boolean>`status = 'queued' and waits_since is not null`)
    .execute()
}

async function replaceLaneIndexes(db: AnyDb, which: ReturnType<typeof sql<boolean>>): Promise<void> {
  for (const [name, columns] of [
    ['message_lane', ['channel_id', 'priority', 'id']],
    ['message_bucket', ['channel_id', 'has_media', 'priority', 'id']],
  ] as const) {
    await db.schema.dropIndex(name).execute()
    await db.schema
      .createIndex(name)
      .on('message')
      .columns([...columns])
      .where(which)
      .execute()
  }
}

export async function down(db: AnyDb): Promise<void> {
  for (const name of ['message_waits', 'message_held']) await db.schema.dropIndex(name).execute()
  await replaceLaneIndexes(db, sql<boolean>`status = 'queued'`)
  await db.schema.alterTable('message').dropColumn('waits_since').execute()
  await db.schema.alterTable('channel').dropColumn('limit_closed_until').execute()
  for (const table of ['limit_account', 'limit_place']) await db.schema.dropTable(table).execute()
}
