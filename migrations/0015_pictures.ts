import { sql } from 'kysely'
import type { AnyDb } from './columns.ts'

/** Whether a file is some contact's picture is asked for every file on the disk. */
export async function up(db: AnyDb): Promise<void> {
  await db.schema
    .createIndex('contact_picture')
    .on('contact')
    .column('picture_sha256')
    .where(sql.ref('picture_sha256'), 'is not', null)
    .execute()
}

export async function down(db: AnyDb): Promise<void> {
  await db.schema.dropIndex('contact_picture').execute()
}
