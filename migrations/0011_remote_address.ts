import type { AnyDb } from './columns.ts'

/** Where a refused webhook came from, to judge it by once more. */
export async function up(db: AnyDb): Promise<void> {
  await db.schema.alterTable('webhook_request').addColumn('remote_address', 'text').execute()
}

export async function down(db: AnyDb): Promise<void> {
  await db.schema.alterTable('webhook_request').dropColumn('remote_address').execute()
}
