import { sql } from 'kysely'
import type { Trx } from '../../db/store.ts'

/**
 * Takes addresses from their contacts: somebody else has them now. Identities keep what hangs on them, under a name that no
 * vendor writes, so that nothing goes to the new holder; their contact is reached at another of its addresses, where it has one.
 */
export async function takeAddresses(trx: Trx, identityIds: readonly number[], at: number): Promise<void> {
  if (identityIds.length === 0) return
  await trx
    .updateTable('identity')
    .set({
      address: sql`address || ' (former ' || id || ')'`,
      replaced_at: sql`coalesce(replaced_at, ${at})`,
    })
    .where('id', 'in', identityIds)
    .execute()
  await trx
    .updateTable('identity')
    .set({
      replaced_by: sql`(
        select max(o.id) from identity as o
        where o.contact_id = identity.contact_id and o.kind = identity.kind and o.replaced_at is null
          and o.id <> identity.id)`,
    })
    .where((where) =>
      where.or([
        where('replaced_by', 'in', identityIds),
        where.and([where('id', 'in', identityIds), where('replaced_by', 'is', null)]),
      ]),
    )
    .execute()
}
