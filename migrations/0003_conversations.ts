import { sql } from 'kysely'
import { type AnyDb, columns } from './columns.ts'

/** Contacts, conversations, messages with their attempts and receipts, files, and the event log. */
export async function up(db: AnyDb): Promise<void> {
  const { key, postgres } = columns(db)

  await db.schema
    .createTable('contact')
    .addColumn('id', key)
    .addColumn('name', 'text')
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .execute()
  await db.schema
    .createTable('identity')
    .addColumn('id', key)
    .addColumn('contact_id', 'bigint', (c) => c.notNull().references('contact.id'))
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('address', 'text', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addUniqueConstraint('identity_address', ['kind', 'address'])
    .execute()

  // `inbound_count` less what a person has read is that person's unread count: one write a message, not one an agent.
  await db.schema
    .createTable('conversation')
    .addColumn('id', key)
    .addColumn('channel_id', 'bigint', (c) => c.notNull().references('channel.id'))
    .addColumn('sender_id', 'bigint', (c) => c.notNull().references('sender.id'))
    .addColumn('identity_id', 'bigint', (c) => c.notNull().references('identity.id'))
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('owner_type', 'text')
    .addColumn('owner_id', 'bigint')
    .addColumn('queue_id', 'bigint')
    .addColumn('opened_at', 'bigint', (c) => c.notNull())
    .addColumn('closed_at', 'bigint')
    .addColumn('last_activity_at', 'bigint', (c) => c.notNull())
    .addColumn('last_message_id', 'bigint')
    .addColumn('inbound_count', 'integer', (c) => c.notNull().defaultTo(0))
    .execute()
  await db.schema
    .createIndex('conversation_open_thread')
    .unique()
    .on('conversation')
    .columns(['sender_id', 'identity_id'])
    .where(sql.ref('status'), '=', sql.lit('open'))
    .execute()
  await db.schema
    .createIndex('conversation_owner')
    .on('conversation')
    .columns(['owner_id', 'status', 'last_activity_at', 'id'])
    .execute()
  await db.schema
    .createIndex('conversation_queue')
    .on('conversation')
    .columns(['queue_id', 'status', 'last_activity_at', 'id'])
    .execute()
  await db.schema
    .createIndex('conversation_recent')
    .on('conversation')
    .columns(['status', 'last_activity_at', 'id'])
    .execute()

  await db.schema
    .createTable('conversation_read')
    .addColumn('conversation_id', 'bigint', (c) => c.notNull().references('conversation.id'))
    .addColumn('extension_id', 'bigint', (c) => c.notNull().references('extension.id'))
    .addColumn('read_count', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('conversation_read_pk', ['conversation_id', 'extension_id'])
    .execute()

  await db.schema
    .createTable('message')
    .addColumn('id', key)
    .addColumn('conversation_id', 'bigint', (c) => c.notNull().references('conversation.id'))
    .addColumn('channel_id', 'bigint', (c) => c.notNull())
    .addColumn('sender_id', 'bigint', (c) => c.notNull())
    .addColumn('direction', 'text', (c) => c.notNull())
    .addColumn('provider_message_id', 'text')
    .addColumn('text', 'text')
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('author_type', 'text', (c) => c.notNull())
    .addColumn('author_id', 'bigint')
    .addColumn('priority', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('due_at', 'bigint')
    .addColumn('give_up_at', 'bigint')
    .addColumn('attempts', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('segments', 'integer')
    .addColumn('encoding', 'text')
    .addColumn('client_ref', 'text')
    .addColumn('failure_code', 'text')
    .addColumn('vendor_code', 'text')
    .addColumn('vendor_text', 'text')
    .addColumn('maybe_repeat', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('has_media', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('sent_at', 'bigint')
    .addColumn('delivered_at', 'bigint')
    .addColumn('read_at', 'bigint')
    .execute()
  // The committed row is the only proof of a duplicate, for as long as the message is kept.
  await db.schema
    .createIndex('message_inbound')
    .unique()
    .on('message')
    .columns(['channel_id', 'provider_message_id'])
    .where(sql.ref('direction'), '=', sql.lit('in'))
    .execute()
  await db.schema.createIndex('message_thread').on('message').columns(['conversation_id', 'id']).execute()
  await db.schema
    .createIndex('message_lane')
    .on('message')
    .columns(['channel_id', 'priority', 'id'])
    .where(sql.ref('status'), '=', sql.lit('queued'))
    .execute()
  await db.schema
    .createIndex('message_unfinished')
    .on('message')
    .columns(['conversation_id', 'id'])
    .where(sql<boolean>`status in ('queued', 'sending')`)
    .execute()
  await db.schema
    .createIndex('message_client_ref')
    .unique()
    .on('message')
    .columns(['conversation_id', 'client_ref'])
    .where(sql.ref('client_ref'), 'is not', null)
    .execute()

  await db.schema
    .createTable('attempt')
    .addColumn('id', key)
    .addColumn('message_id', 'bigint', (c) => c.notNull().references('message.id'))
    .addColumn('channel_id', 'bigint', (c) => c.notNull())
    .addColumn('number', 'integer', (c) => c.notNull())
    .addColumn('started_at', 'bigint', (c) => c.notNull())
    .addColumn('finished_at', 'bigint')
    .addColumn('outcome', 'text', (c) => c.notNull())
    .addColumn('provider_message_id', 'text')
    .addColumn('failure_code', 'text')
    .addColumn('vendor_code', 'text')
    .addColumn('vendor_text', 'text')
    .execute()
  await db.schema.createIndex('attempt_message').on('attempt').columns(['message_id', 'id']).execute()
  await db.schema
    .createIndex('attempt_provider_id')
    .on('attempt')
    .columns(['channel_id', 'provider_message_id'])
    .where(sql.ref('provider_message_id'), 'is not', null)
    .execute()
  await db.schema
    .createIndex('attempt_open')
    .on('attempt')
    .column('id')
    .where(sql.ref('outcome'), '=', sql.lit('open'))
    .execute()

  // A receipt without a message waits here for the send result that it overtook.
  await db.schema
    .createTable('receipt')
    .addColumn('id', key)
    .addColumn('channel_id', 'bigint', (c) => c.notNull())
    .addColumn('provider_message_id', 'text', (c) => c.notNull())
    .addColumn('message_id', 'bigint')
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('failure_code', 'text')
    .addColumn('vendor_code', 'text')
    .addColumn('vendor_text', 'text')
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addUniqueConstraint('receipt_once', ['channel_id', 'provider_message_id', 'status'])
    .execute()

  await db.schema
    .createTable('media')
    .addColumn('id', key)
    .addColumn('message_id', 'bigint')
    .addColumn('position', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('content_type', 'text', (c) => c.notNull())
    .addColumn('bytes', 'bigint')
    .addColumn('sha256', 'text')
    .addColumn('source', 'text')
    .addColumn('tries', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('due_at', 'bigint')
    .addColumn('error_code', 'text')
    .addColumn('error_detail', 'text')
    .addColumn('created_by', 'bigint')
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .execute()
  await db.schema.createIndex('media_message').on('media').columns(['message_id', 'position']).execute()
  await db.schema.createIndex('media_content').on('media').column('sha256').execute()
  await db.schema
    .createIndex('media_pending')
    .on('media')
    .column('due_at')
    .where(sql.ref('state'), '=', sql.lit('pending'))
    .execute()

  // The addresses from which carriers fetch files; only hashes are kept.
  await db.schema
    .createTable('media_link')
    .addColumn('token_hash', 'text', (c) => c.primaryKey())
    .addColumn('media_id', 'bigint', (c) => c.notNull().references('media.id').onDelete('cascade'))
    .addColumn('attempt_id', 'bigint')
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .execute()
  await db.schema.createIndex('media_link_media').on('media_link').column('media_id').execute()

  await db.schema
    .createTable('idempotency')
    .addColumn('actor', 'text', (c) => c.notNull())
    .addColumn('key', 'text', (c) => c.notNull())
    .addColumn('request_hash', 'text', (c) => c.notNull())
    .addColumn('message_id', 'bigint', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('idempotency_pk', ['actor', 'key'])
    .execute()

  // PostgreSQL shows a lower number after a higher one when their transactions end in that order; readers stop
  // below the oldest transaction still open, so each row names its own.
  await db.schema
    .createTable('event')
    .addColumn('id', key)
    .addColumn('transaction_id', 'bigint', (c) =>
      postgres ? c.notNull().defaultTo(sql`(pg_current_xact_id()::text::bigint)`) : c.notNull().defaultTo(0),
    )
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('type', 'text', (c) => c.notNull())
    .addColumn('conversation_id', 'bigint')
    .addColumn('message_id', 'bigint')
    .addColumn('channel_id', 'bigint')
    .addColumn('actor_id', 'bigint')
    .addColumn('data', 'text', (c) => c.notNull().defaultTo('{}'))
    .execute()
  await db.schema
    .createIndex('event_timeline')
    .on('event')
    .columns(['conversation_id', 'id'])
    .where(sql<boolean>`conversation_id is not null and message_id is null`)
    .execute()
}

export async function down(db: AnyDb): Promise<void> {
  for (const table of [
    'event',
    'idempotency',
    'media_link',
    'media',
    'receipt',
    'attempt',
    'message',
    'conversation_read',
    'conversation',
    'identity',
    'contact',
  ]) {
    await db.schema.dropTable(table).execute()
  }
}
