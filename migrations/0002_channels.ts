import { sql } from 'kysely'
import { type AnyDb, columns } from './columns.ts'

/** Channels with their sealed credentials, senders, and the raw webhooks as they came. */
export async function up(db: AnyDb): Promise<void> {
  const { key, bytes } = columns(db)

  await db.schema
    .createTable('channel')
    .addColumn('id', key)
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('provider', 'text', (c) => c.notNull())
    .addColumn('token', 'text', (c) => c.notNull().unique())
    .addColumn('active', 'integer', (c) => c.notNull().defaultTo(1))
    .addColumn('settings', 'text', (c) => c.notNull())
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('status_detail', 'text')
    .addColumn('checked_at', 'bigint')
    .addColumn('last_inbound_at', 'bigint')
    .addColumn('last_outbound_at', 'bigint')
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('deleted_at', 'bigint')
    .execute()

  await db.schema
    .createTable('channel_secret')
    .addColumn('channel_id', 'bigint', (c) => c.notNull().references('channel.id').onDelete('cascade'))
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('sealed', 'text', (c) => c.notNull())
    .addColumn('ends_with', 'text')
    .addColumn('updated_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('channel_secret_pk', ['channel_id', 'name'])
    .execute()

  // Secrets that were replaced and still prove webhooks for a while, so that a change of secret loses nothing.
  await db.schema
    .createTable('channel_former_secret')
    .addColumn('channel_id', 'bigint', (c) => c.notNull().references('channel.id').onDelete('cascade'))
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('sealed', 'text', (c) => c.notNull())
    .addColumn('until', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('channel_former_secret_pk', ['channel_id', 'name'])
    .execute()

  await db.schema
    .createTable('sender')
    .addColumn('id', key)
    .addColumn('channel_id', 'bigint', (c) => c.notNull().references('channel.id'))
    .addColumn('address', 'text', (c) => c.notNull())
    .addColumn('destination_type', 'text')
    .addColumn('destination_id', 'bigint')
    .addColumn('active', 'integer', (c) => c.notNull().defaultTo(1))
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addUniqueConstraint('sender_address', ['channel_id', 'address'])
    .execute()
  await db.schema
    .createTable('sender_starter')
    .addColumn('sender_id', 'bigint', (c) => c.notNull().references('sender.id').onDelete('cascade'))
    .addColumn('extension_id', 'bigint', (c) => c.notNull().references('extension.id'))
    .addPrimaryKeyConstraint('sender_starter_pk', ['sender_id', 'extension_id'])
    .execute()

  // What each sender did in each hour, kept in step by the transactions that do it.
  await db.schema
    .createTable('sender_hour')
    .addColumn('sender_id', 'bigint', (c) => c.notNull().references('sender.id').onDelete('cascade'))
    .addColumn('hour', 'bigint', (c) => c.notNull())
    .addColumn('sent', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('succeeded', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('failed', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('received', 'integer', (c) => c.notNull().defaultTo(0))
    .addPrimaryKeyConstraint('sender_hour_pk', ['sender_id', 'hour'])
    .execute()

  await db.schema
    .createTable('webhook_request')
    .addColumn('id', key)
    .addColumn('channel_id', 'bigint', (c) => c.notNull().references('channel.id'))
    .addColumn('received_at', 'bigint', (c) => c.notNull())
    .addColumn('method', 'text', (c) => c.notNull())
    .addColumn('url', 'text', (c) => c.notNull())
    .addColumn('headers', 'text', (c) => c.notNull())
    .addColumn('body', bytes, (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('code', 'text')
    .addColumn('detail', 'text')
    .execute()
  // Its queries must say `state <> 'accepted'` in so many words: see `core/quarantine`.
  await db.schema
    .createIndex('webhook_request_kept')
    .on('webhook_request')
    .columns(['state', 'id', 'channel_id'])
    .where(sql.ref('state'), '<>', sql.lit('accepted'))
    .execute()
}

export async function down(db: AnyDb): Promise<void> {
  for (const table of [
    'webhook_request',
    'sender_hour',
    'sender_starter',
    'sender',
    'channel_former_secret',
    'channel_secret',
    'channel',
  ]) {
    await db.schema.dropTable(table).execute()
  }
}
