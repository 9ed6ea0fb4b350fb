import { sql } from 'kysely'
import type { InboundActivity, InboundIdentity, InboundPreference } from '../../contract/chat-events.ts'
import type { Trx } from '../../db/store.ts'
import type { NewEvent } from '../events.ts'
import type { Applying } from './chat-events.ts'

/** The contact followed a link, tapped an advertisement or opted in: told in the timeline of an open conversation. */
export async function noteActivity(
  { trx, now, entry, identityOf }: Applying,
  { contact, sender, referral, at }: InboundActivity,
): Promise<NewEvent[]> {
  const senderId = entry.senders.get(sender)?.id
  const identityId = identityOf(contact)
  if (senderId === undefined || identityId === undefined) return []
  const before = await trx
    .selectFrom('contact_act')
    .select('at')
    .where('sender_id', '=', senderId)
    .where('identity_id', '=', identityId)
    .executeTakeFirst()
  // Told before, or overtaken by something later.
  if (before && before.at >= Math.min(at, now)) return []
  const open = await trx
    .selectFrom('conversation')
    .select('id')
    .where('sender_id', '=', senderId)
    .where('identity_id', '=', identityId)
    .where('status', '=', 'open')
    .execute()
  const detail = referral && (referral.headline ?? referral.url ?? referral.ref)
  return open.map(({ id }) => ({
    type: 'contact.changed',
    at: now,
    conversationId: id,
    channelId: entry.id,
    data: {
      reason: 'activity',
      ...(referral ? { source: referral.source } : {}),
      ...(detail ? { detail } : {}),
    },
  }))
}

/** The person keeps their conversations and is written to at the first of the new addresses. */
export async function moveIdentity(
  { trx, now, entry, identityOf }: Applying,
  { was, now: addresses }: InboundIdentity,
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
  for (const one of addresses) {
    await trx
      .insertInto('identity')
      .values({ contact_id, kind, address: one, created_at: now })
      .onConflict((conflict) => conflict.columns(['kind', 'address']).doNothing())
      .execute()
  }
  const reached = await trx
    .selectFrom('identity')
    .select(['id', 'contact_id'])
    .where('kind', '=', kind)
    .where('address', '=', address)
    .executeTakeFirstOrThrow()
  // Somebody else's already: two contacts are never made one.
  if (reached.contact_id !== contact_id) return []
  const moved = await trx
    .updateTable('identity')
    .set({ replaced_by: reached.id })
    .where('contact_id', '=', contact_id)
    .where('kind', '=', kind)
    .where('id', '<>', reached.id)
    .where(sql<boolean>`replaced_by is distinct from ${reached.id}`)
    .executeTakeFirst()
  await trx.updateTable('identity').set({ replaced_by: null }).where('id', '=', reached.id).execute()
  if (moved.numUpdatedRows === 0n) return []
  return (await openConversationsOf(trx, contact_id, entry.id)).map((id) => ({
    type: 'contact.changed',
    at: now,
    conversationId: id,
    channelId: entry.id,
    data: { reason: 'new_address', detail: `${was} → ${address}` },
  }))
}

/** The contact stopped or resumed marketing messages; ordinary messages are not touched by it. */
export async function notePreference(
  { trx, now, entry, identityOf }: Applying,
  { contact, sender, marketing, at }: InboundPreference,
): Promise<NewEvent[]> {
  const identityId = identityOf(contact)
  if (identityId === undefined) return []
  const named = sender === undefined ? [...entry.senders.values()] : [entry.senders.get(sender)]
  const stopped = marketing === 'stop' ? 1 : 0
  const events: NewEvent[] = []
  for (const one of named) {
    if (!one) continue
    const changed = await trx
      .insertInto('marketing_stop')
      .values({ sender_id: one.id, identity_id: identityId, stopped, at })
      .onConflict((conflict) =>
        conflict
          .columns(['sender_id', 'identity_id'])
          .doUpdateSet({ stopped, at })
          .where('marketing_stop.at', '<=', at)
          .where('marketing_stop.stopped', '<>', stopped),
      )
      .executeTakeFirst()
    if ((changed.numInsertedOrUpdatedRows ?? 0n) === 0n) continue
    const open = await trx
      .selectFrom('conversation')
      .select('id')
      .where('sender_id', '=', one.id)
      .where('identity_id', '=', identityId)
      .where('status', '=', 'open')
      .execute()
    for (const { id } of open) {
      const data = { reason: stopped ? 'marketing_stopped' : 'marketing_resumed', source: 'contact' }
      events.push({ type: 'consent.changed', at: now, conversationId: id, channelId: entry.id, data })
    }
  }
  return events
}

async function openConversationsOf(trx: Trx, contactId: number, channelId: number): Promise<number[]> {
  const rows = await trx
    .selectFrom('conversation as c')
    .innerJoin('identity as i', 'i.id', 'c.identity_id')
    .select('c.id')
    .where('i.contact_id', '=', contactId)
    .where('c.channel_id', '=', channelId)
    .where('c.status', '=', 'open')
    .execute()
  return rows.map((row) => row.id)
}
