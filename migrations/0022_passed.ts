import type { AnyDb } from './columns.ts'

/** A mark of the contact's that passed a send whose outcome was not known yet: it holds once the vendor has taken the message. */
export async function up(db: AnyDb): Promise<void> {
  await db.schema.alterTable('attempt').addColumn('passed_status', 'text').execute()
  await db.schema.alterTable('attempt').addColumn('passed_at', 'bigint').execute()
}

export async function down(db: AnyDb): Promise<void> {
  for (const name of ['passed_at', 'passed_status']) {
    await db.schema.alterTable('attempt').dropColumn(name).execute()
  }
}
