import { sql } from 'kysely'
import type { InboundIdentity } from '../../contract/chat-events.ts'
import type { Trx } from '../../db/store.ts'
import type { NewEvent } from '../events.ts'
import type { Applying } from './chat-events.ts'
import { takeAddresses } from './former-addresses.ts'

/**
 * The person keeps their conversations and is written to at the first of the new addresses. One that was another contact's
 * is that contact's no more: two contacts are never made one, and none gets what is meant for the other. A repeated or
 * outdated word changes nothing.
 */
export async function moveIdentity(
  { trx, now, entry, identityOf }: Applying,
  { was, now: addresses, at }: InboundIdentity,
): Promise<NewEvent[]> {
  const former = identityOf(was)
  const [address] = addresses
  if (former === undefined || address === undefined) return []
  const kind = entry.provider.addressKind
  const { contact_id } = await trx
    .selectFrom('identity')
    .select('contact_id')
    .where('id', '=', former)
    .executeTakeFirstOrThrow()
  const held = await trx
    .selectFrom('identity')
    .select(['id', 'contact_id', 'address', 'replaced_at'])
    .where('kind', '=', kind)
    .where('address', 'in', addresses)
    .execute()
  const goal = held.find((one) => one.address === address)
  if (goal?.contact_id === contact_id && goal.replaced_at !== null && goal.replaced_at >= at) return []
  const others = held.filter((one) => one.contact_id !== contact_id)
  for (const one of others) if (await wroteAfter(trx, one.contact_id, at)) return []

  await takeAddresses(
    trx,
    others.map((one) => one.id),
    at,
  )
  for (const one of addresses) {
    await trx
      .insertInto('identity')
      .values({ contact_id, kind, address: one, created_at: now })
      .onConflict((conflict) => conflict.columns(['kind', 'address']).doNothing())
      .execute()
  }
  const { id: reached } = await trx
    .selectFrom('identity')
    .select('id')
    .where('kind', '=', kind)
    .where('address', '=', address)
    .executeTakeFirstOrThrow()
  const moved = await trx
    .updateTable('identity')
    .set({ replaced_by: reached, replaced_at: sql`coalesce(replaced_at, ${at})` })
    .where('contact_id', '=', contact_id)
    .where('kind', '=', kind)
    .where('address', 'not in', addresses)
    .where(sql<boolean>`replaced_by is distinct from ${reached}`)
    .executeTakeFirst()
  // All of these are the person's own, who is written to at the first of them.
  await trx
    .updateTable('identity')
    .set({ replaced_by: sql`nullif(cast(${reached} as bigint), id)`, replaced_at: null })
    .where('contact_id', '=', contact_id)
    .where('kind', '=', kind)
    .where('address', 'in', addresses)
    .execute()
  if (moved.numUpdatedRows === 0n) return []
  const detail = `${was} → ${address}`
  const events = [...(await told(trx, contact_id, entry.id, now, detail))]
  for (const one of others) {
    events.push(...(await told(trx, one.contact_id, entry.id, now, `${one.address} → –`)))
  }
  return events
}

/** Whether a contact has done something since: then the address is theirs after what is told here. */
async function wroteAfter(trx: Trx, contactId: number, at: number): Promise<boolean> {
  const act = await trx
    .selectFrom('contact_act as a')
    .innerJoin('identity as i', 'i.id', 'a.identity_id')
    .select('a.at')
    .where('i.contact_id', '=', contactId)
    .where('a.at', '>', at)
    .executeTakeFirst()
  return act !== undefined
}

/** For the timelines of the contact's open conversations. */
async function told(
  trx: Trx,
  contactId: number,
  channelId: number,
  at: number,
  detail: string,
): Promise<NewEvent[]> {
  const rows = await trx
    .selectFrom('conversation as c')
    .innerJoin('identity as i', 'i.id', 'c.identity_id')
    .select('c.id')
    .where('i.contact_id', '=', contactId)
    .where('c.channel_id', '=', channelId)
    .where('c.status', '=', 'open')
    .execute()
  return rows.map(({ id }) => ({
    type: 'contact.changed',
    at,
    conversationId: id,
    channelId,
    data: { reason: 'new_address', detail },
  }))
}
