import type { AnyDb } from './columns.ts'

const numbers = ['missed_until', 'missed_checked_at', 'missed_found', 'missed_new']

/** How far a channel's vendor has been asked for missed messages, and what came of it the last time. */
export async function up(db: AnyDb): Promise<void> {
  for (const column of numbers) await db.schema.alterTable('channel').addColumn(column, 'bigint').execute()
  await db.schema.alterTable('channel').addColumn('missed_error', 'text').execute()
}

export async function down(db: AnyDb): Promise<void> {
  for (const column of ['missed_error', ...numbers]) {
    await db.schema.alterTable('channel').dropColumn(column).execute()
  }
}
