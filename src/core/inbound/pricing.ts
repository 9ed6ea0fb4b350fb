import type { Pricing } from '../../contract/pricing.ts'
import type { Trx } from '../../db/store.ts'
import { isAbove } from '../outbound/ladder.ts'

/**
 * Puts together what the receipts of a message told of its price: of two that differ the one of the higher status counts,
 * whatever their order, and what it leaves out stands as another told it. Answers whether the message's price is another now.
 */
export async function priceMessage(
  trx: Trx,
  channelId: number,
  providerMessageId: string,
  messageId: number,
): Promise<boolean> {
  const told = await trx
    .selectFrom('receipt')
    .select(['status', 'pricing'])
    .where('channel_id', '=', channelId)
    .where('provider_message_id', '=', providerMessageId)
    .where('pricing', 'is not', null)
    .execute()
  if (told.length === 0) return false
  told.sort((a, b) => (isAbove(a.status, b.status) ? 1 : -1))
  const pricing = JSON.stringify(told.map((row) => JSON.parse(row.pricing as string) as Pricing).reduce(over))
  const changed = await trx
    .updateTable('message')
    .set({ pricing })
    .where('id', '=', messageId)
    .where((where) => where.or([where('pricing', 'is', null), where('pricing', '<>', pricing)]))
    .executeTakeFirst()
  return changed.numUpdatedRows > 0n
}

function over(lower: Pricing, higher: Pricing): Pricing {
  const conversation =
    lower.conversation && lower.conversation.id === higher.conversation?.id
      ? { ...lower.conversation, ...higher.conversation }
      : (higher.conversation ?? lower.conversation)
  return { ...lower, ...higher, ...(conversation ? { conversation } : {}) }
}
