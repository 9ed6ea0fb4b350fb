import type { InboundActivity, InboundPreference } from '../../contract/chat-events.ts'
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
    const before = await trx
      .selectFrom('marketing_stop')
      .select(['stopped', 'at'])
      .where('sender_id', '=', one.id)
      .where('identity_id', '=', identityId)
      .executeTakeFirst()
    if (before && before.at > at) continue
    await trx
      .insertInto('marketing_stop')
      .values({ sender_id: one.id, identity_id: identityId, stopped, at })
      .onConflict((conflict) => conflict.columns(['sender_id', 'identity_id']).doUpdateSet({ stopped, at }))
      .execute()
    if (before?.stopped === stopped) continue
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
