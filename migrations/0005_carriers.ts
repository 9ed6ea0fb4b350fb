import { sql } from 'kysely'
import { type AnyDb, columns } from './columns.ts'

/** What carriers' habits ask for: messages that come in parts, consent, and a second channel for one number. */
export async function up(db: AnyDb): Promise<void> {
  const { key } = columns(db)

  // The first part of a message that comes in several webhooks, until another joins it or its time is over.
  await db.schema
    .createTable('held_message')
    .addColumn('id', key)
    .addColumn('channel_id', 'bigint', (c) => c.notNull().references('channel.id'))
    .addColumn('hold_key', 'text', (c) => c.notNull())
    .addColumn('provider_message_id', 'text', (c) => c.notNull())
    .addColumn('message', 'text', (c) => c.notNull())
    .addColumn('due_at', 'bigint', (c) => c.notNull())
    .addUniqueConstraint('held_message_key', ['channel_id', 'hold_key'])
    .execute()
  await db.schema.createIndex('held_message_due').on('held_message').column('due_at').execute()

  // Further vendor ids of one message, so that a repeat of any of its parts is known.
  await db.schema
    .createTable('message_alias')
    .addColumn('channel_id', 'bigint', (c) => c.notNull())
    .addColumn('provider_message_id', 'text', (c) => c.notNull())
    .addColumn('message_id', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('message_alias_pk', ['channel_id', 'provider_message_id'])
    .execute()

  // What a person said about being written to from a sender; the newest row counts.
  await db.schema
    .createTable('consent')
    .addColumn('id', key)
    .addColumn('sender_id', 'bigint', (c) => c.notNull().references('sender.id'))
    .addColumn('identity_id', 'bigint', (c) => c.notNull().references('identity.id'))
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('source', 'text', (c) => c.notNull())
    .addColumn('words', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .execute()
  await db.schema
    .createIndex('consent_of')
    .on('consent')
    .columns(['sender_id', 'identity_id', 'id'])
    .execute()

  await db.schema.alterTable('sender').addColumn('failover_channel_id', 'bigint').execute()
  await db.schema
    .alterTable('message')
    .addColumn('failed_over', 'integer', (c) => c.notNull().defaultTo(0))
    .execute()
  await db.schema
    .createIndex('attempt_unknown')
    .on('attempt')
    .column('id')
    .where(sql.ref('outcome'), '=', sql.lit('unknown'))
    .execute()
}

export async function down(db: AnyDb): Promise<void> {
  await db.schema.dropIndex('attempt_unknown').execute()
  await db.schema.alterTable('message').dropColumn('failed_over').execute()
  await db.schema.alterTable('sender').dropColumn('failover_channel_id').execute()
  for (const table of ['consent', 'message_alias', 'held_message']) await db.schema.dropTable(table).execute()
}
