import { sql } from 'kysely'
import type { AnyDb } from './columns.ts'

/** Consent is between a contact and a business address, on whichever channels that address is. */
export async function up(db: AnyDb): Promise<void> {
  await db.schema
    .alterTable('consent')
    .addColumn('address', 'text', (c) => c.notNull().defaultTo(''))
    .execute()
  await sql`update consent set address = (select s.address from sender as s where s.id = consent.sender_id)`.execute(
    db,
  )
  await db.schema.dropIndex('consent_of').execute()
  await db.schema.createIndex('consent_of').on('consent').columns(['address', 'identity_id', 'id']).execute()
  await db.schema.createIndex('sender_of').on('sender').column('address').execute()
}

export async function down(db: AnyDb): Promise<void> {
  await db.schema.dropIndex('sender_of').execute()
  await db.schema.dropIndex('consent_of').execute()
  await db.schema
    .createIndex('consent_of')
    .on('consent')
    .columns(['sender_id', 'identity_id', 'id'])
    .execute()
  await db.schema.alterTable('consent').dropColumn('address').execute()
}
