import { type Migration, Migrator } from 'kysely'
import type { Db } from './store.ts'

/** The database was migrated by a newer Trunkline than this one. */
export class NewerDatabase extends Error {}

/**
 * Brings the schema up to date and answers the names of the migrations applied. Refuses a database that knows a
 * migration this version does not.
 */
export async function migrate(
  db: Db,
  migrations: Readonly<Record<string, Migration>>,
): Promise<readonly string[]> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...migrations }) } })
  const { error, results } = await migrator.migrateToLatest()
  if (error) {
    const reason = error instanceof Error ? error.message : String(error)
    if (/previously executed migration .* is missing/.test(reason)) {
      throw new NewerDatabase(
        'The database was written by a newer version of Trunkline. Start that version, or restore a backup made before the upgrade.',
      )
    }
    throw error
  }
  return (results ?? []).map((result) => result.migrationName)
}
