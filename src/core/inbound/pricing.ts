import { sql } from 'kysely'
import type { Pricing } from '../../contract/pricing.ts'
import { rowset } from '../../db/rowset.ts'
import type { Backend, Trx } from '../../db/store.ts'
import { groupBy } from '../../lib/group-by.ts'
import { isAbove, type OutboundStatus } from '../outbound/ladder.ts'
import { idKey } from './known-ids.ts'

/** A message of ours under the id that its vendor gave it. */
export interface Priced {
  readonly channelId: number
  readonly providerMessageId: string
  readonly messageId: number
}

/**
 * Puts together what the receipts of messages told of their prices: of two that differ the one of the higher status counts,
 * whatever their order, and what it leaves out stands as another told it. Answers the messages whose price is another now.
 */
export async function priceMessages(
  trx: Trx,
  backend: Backend,
  messages: readonly Priced[],
): Promise<ReadonlySet<number>> {
  if (messages.length === 0) return new Set()
  const wanted = new Map(messages.map((one) => [idKey(one.channelId, one.providerMessageId), one]))
  const shape = { channel_id: 'integer', provider_message_id: 'text', message_id: 'integer' } as const
  const ids = [...wanted.values()].map((one) => ({
    channel_id: one.channelId,
    provider_message_id: one.providerMessageId,
    message_id: one.messageId,
  }))
  const told = await sql<{ message_id: number; status: OutboundStatus; pricing: string }>`
    select r.message_id, t.status, t.pricing from ${rowset(backend, shape, ids)} as r
    cross join receipt as t
    where t.channel_id = r.channel_id and t.provider_message_id = r.provider_message_id
      and t.pricing is not null`.execute(trx)
  const rows = [...groupBy(told.rows, (row) => row.message_id)].map(([message_id, receipts]) => {
    const upwards = receipts.toSorted((a, b) => (isAbove(a.status, b.status) ? 1 : -1))
    const prices = upwards.map((row) => JSON.parse(row.pricing) as Pricing)
    return { message_id, price: JSON.stringify(prices.reduce(over)) }
  })
  if (rows.length === 0) return new Set()
  const changed = await sql<{ id: number }>`
    update message set pricing = r.price
    from ${rowset(backend, { message_id: 'integer', price: 'text' }, rows)} as r
    where message.id = r.message_id and message.pricing is distinct from r.price
    returning id`.execute(trx)
  return new Set(changed.rows.map((row) => row.id))
}

function over(lower: Pricing, higher: Pricing): Pricing {
  const conversation =
    lower.conversation && lower.conversation.id === higher.conversation?.id
      ? { ...lower.conversation, ...higher.conversation }
      : (higher.conversation ?? lower.conversation)
  return { ...lower, ...higher, ...(conversation ? { conversation } : {}) }
}
