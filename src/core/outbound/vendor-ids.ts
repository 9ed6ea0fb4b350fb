import type { Trx } from '../../db/store.ts'

/** The vendor's ids of messages in either direction; those that have none, or none yet, are left out. */
export async function vendorIdsOf(trx: Trx, messageIds: readonly number[]): Promise<Map<number, string>> {
  const ids = new Map<number, string>()
  if (messageIds.length === 0) return ids
  const sent = await trx
    .selectFrom('attempt')
    .select(['message_id', 'provider_message_id'])
    .where('message_id', 'in', messageIds)
    .where('provider_message_id', 'is not', null)
    .orderBy('id')
    .execute()
  for (const row of sent) ids.set(row.message_id, row.provider_message_id as string)
  const received = await trx
    .selectFrom('message')
    .select(['id', 'provider_message_id'])
    .where('id', 'in', messageIds)
    .where('direction', '=', 'in')
    .execute()
  for (const row of received) ids.set(row.id, row.provider_message_id as string)
  return ids
}
