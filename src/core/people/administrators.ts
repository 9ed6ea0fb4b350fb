import { Problem } from '../../contract/problems.ts'
import type { Backend, Trx } from '../../db/store.ts'

/**
 * Refuses to go on when nobody would be left to administer Trunkline without this person. Call it in the transaction,
 * before the change: on PostgreSQL it holds the administrators' rows, so that two who demote each other cannot both
 * succeed. (SQLite has one writer anyway.)
 */
export async function checkAnotherAdministrator(
  trx: Trx,
  backend: Backend,
  leavingId: number,
): Promise<void> {
  const administrators = await trx
    .selectFrom('extension')
    .select('id')
    .where('role', '=', 'administrator')
    .where('active', '=', 1)
    .orderBy('id')
    .$if(backend === 'postgres', (query) => query.forUpdate())
    .execute()
  const leaves = administrators.some(({ id }) => id === leavingId)
  if (leaves && administrators.length === 1) {
    throw new Problem('conflict', 'This is the last active administrator. Make somebody else one first.')
  }
}
