import { sql } from 'kysely'
import type { AnyDb } from './columns.ts'

/** What waits in one of a channel's two rates, in order, however much waits in the other. */
export async function up(db: AnyDb): Promise<void> {
  await db.schema
    .createIndex('message_bucket')
    .on('message')
    .columns(['channel_id', 'has_media', 'priority', 'id'])
    .where(sql.ref('status'), '=', sql.lit('queued'))
    .execute()
}

export async function down(db: AnyDb): Promise<void> {
  await db.schema.dropIndex('message_bucket').execute()
}
