import { type AnyDb, columns } from './columns.ts'

/** Extensions, their sign-ins, queues, and the audit trail. Times are integer milliseconds UTC, flags 0 or 1. */
export async function up(db: AnyDb): Promise<void> {
  const { key } = columns(db)

  await db.schema
    .createTable('extension')
    .addColumn('id', key)
    .addColumn('number', 'text', (c) => c.notNull().unique())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('email', 'text', (c) => c.notNull().unique())
    .addColumn('password_hash', 'text', (c) => c.notNull())
    .addColumn('role', 'text', (c) => c.notNull())
    .addColumn('active', 'integer', (c) => c.notNull().defaultTo(1))
    .addColumn('locale', 'text', (c) => c.notNull().defaultTo('en'))
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('last_seen_at', 'bigint')
    .execute()

  // Only hashes of session tokens are kept, so that a read of the database signs nobody in.
  await db.schema
    .createTable('session')
    .addColumn('id', key)
    .addColumn('token_hash', 'text', (c) => c.notNull().unique())
    .addColumn('extension_id', 'bigint', (c) => c.notNull().references('extension.id'))
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('last_seen_at', 'bigint', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .addColumn('ip', 'text', (c) => c.notNull())
    .addColumn('user_agent', 'text', (c) => c.notNull())
    .execute()
  await db.schema.createIndex('session_extension').on('session').column('extension_id').execute()

  // One row an account or network that failed to sign in.
  await db.schema
    .createTable('login_throttle')
    .addColumn('key', 'text', (c) => c.primaryKey())
    .addColumn('failures', 'integer', (c) => c.notNull())
    .addColumn('blocked_until', 'bigint', (c) => c.notNull())
    .addColumn('updated_at', 'bigint', (c) => c.notNull())
    .execute()

  await db.schema
    .createTable('queue')
    .addColumn('id', key)
    .addColumn('name', 'text', (c) => c.notNull().unique())
    .addColumn('pickup_mode', 'text', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .execute()
  await db.schema
    .createTable('queue_member')
    .addColumn('queue_id', 'bigint', (c) => c.notNull().references('queue.id').onDelete('cascade'))
    .addColumn('extension_id', 'bigint', (c) => c.notNull().references('extension.id'))
    .addPrimaryKeyConstraint('queue_member_pk', ['queue_id', 'extension_id'])
    .execute()
  await db.schema.createIndex('queue_member_extension').on('queue_member').column('extension_id').execute()

  await db.schema
    .createTable('audit')
    .addColumn('id', key)
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('actor_id', 'bigint')
    .addColumn('action', 'text', (c) => c.notNull())
    .addColumn('object_type', 'text', (c) => c.notNull())
    .addColumn('object_id', 'text')
    .addColumn('detail', 'text', (c) => c.notNull())
    .addColumn('ip', 'text')
    .execute()
}

export async function down(db: AnyDb): Promise<void> {
  for (const table of ['audit', 'queue_member', 'queue', 'login_throttle', 'session', 'extension']) {
    await db.schema.dropTable(table).execute()
  }
}
