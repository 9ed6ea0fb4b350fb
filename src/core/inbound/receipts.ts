import { sql } from 'kysely'
import type { InboundReceipt } from '../../contract/inbound.ts'
import type { Backend, Trx } from '../../db/store.ts'
import { moveAsTold } from '../consent/refusals.ts'
import { appendEvents } from '../events.ts'
import { parseReference } from '../outbound/reference.ts'
import { priceMessage } from './pricing.ts'

/**
 * Stores what the vendor says of a message and moves the message up its ladder. A receipt that comes before the vendor's
 * answer to the send is kept, and `adoptReceipts` applies it once the id is known.
 */
export async function applyReceipt(
  trx: Trx,
  backend: Backend,
  channelId: number,
  receipt: InboundReceipt,
  now: number,
): Promise<void> {
  const messageId = await messageOf(trx, channelId, receipt)
  const pricing = receipt.pricing ? JSON.stringify(receipt.pricing) : null
  const stored = await trx
    .insertInto('receipt')
    .values({
      channel_id: channelId,
      provider_message_id: receipt.providerMessageId,
      message_id: messageId ?? null,
      status: receipt.status,
      at: receipt.at,
      failure_code: receipt.failure?.code ?? null,
      vendor_code: receipt.failure?.vendorCode ?? null,
      vendor_text: receipt.failure?.vendorText ?? null,
      pricing,
      created_at: now,
    })
    .onConflict((conflict) => conflict.columns(['channel_id', 'provider_message_id', 'status']).doNothing())
    .executeTakeFirst()
  const repeated = (stored.numInsertedOrUpdatedRows ?? 0n) === 0n
  if (repeated && pricing !== null) await completeReceipt(trx, channelId, receipt, pricing)
  if (messageId === undefined) return
  // Before the move, so that who hears of that finds it.
  const priced =
    pricing !== null && (await priceMessage(trx, channelId, receipt.providerMessageId, messageId))
  const moved =
    !repeated &&
    (await moveAsTold(
      trx,
      backend,
      messageId,
      { to: receipt.status, at: receipt.at, failure: receipt.failure },
      now,
    ))
  if (priced && !moved) await tellPrice(trx, backend, messageId, now)
}

/** A repetition may tell a price that the first receipt of its status did not know. */
async function completeReceipt(
  trx: Trx,
  channelId: number,
  { providerMessageId, status }: InboundReceipt,
  pricing: string,
): Promise<void> {
  await trx
    .updateTable('receipt')
    .set({ pricing })
    .where('channel_id', '=', channelId)
    .where('provider_message_id', '=', providerMessageId)
    .where('status', '=', status)
    .where('pricing', 'is', null)
    .execute()
}

async function tellPrice(trx: Trx, backend: Backend, messageId: number, at: number): Promise<void> {
  const message = await trx
    .selectFrom('message')
    .select(['conversation_id', 'channel_id'])
    .where('id', '=', messageId)
    .executeTakeFirstOrThrow()
  const { conversation_id: conversationId, channel_id: channelId } = message
  const data = { change: 'pricing' }
  await appendEvents(trx, backend, [
    { type: 'message.changed', at, conversationId, messageId, channelId, data },
  ])
}

/** Applies the receipts that came before the vendor's answer, once that answer has told us the id. */
export async function adoptReceipts(
  trx: Trx,
  backend: Backend,
  channelId: number,
  providerMessageId: string,
  messageId: number,
  now: number,
): Promise<void> {
  const orphans = await trx
    .updateTable('receipt')
    .set({ message_id: messageId })
    .where('channel_id', '=', channelId)
    .where('provider_message_id', '=', providerMessageId)
    .where('message_id', 'is', null)
    .returning(['status', 'at', 'failure_code', 'vendor_code', 'vendor_text'])
    .execute()
  if (orphans.length > 0) await priceMessage(trx, channelId, providerMessageId, messageId)
  for (const row of orphans) {
    const failure = row.failure_code && {
      code: row.failure_code,
      vendorCode: row.vendor_code ?? undefined,
      vendorText: row.vendor_text ?? undefined,
    }
    await moveAsTold(
      trx,
      backend,
      messageId,
      { to: row.status, at: row.at, ...(failure ? { failure } : {}) },
      now,
    )
  }
}

/** By the vendor's id; failing that by our own reference, which also tells us the id that a lost answer would have. */
async function messageOf(trx: Trx, channelId: number, receipt: InboundReceipt): Promise<number | undefined> {
  const byId = await trx
    .selectFrom('attempt')
    .select('message_id')
    .where('channel_id', '=', channelId)
    .where('provider_message_id', '=', receipt.providerMessageId)
    .executeTakeFirst()
  if (byId) return byId.message_id
  const reference = receipt.reference === undefined ? undefined : parseReference(receipt.reference)
  if (!reference) return undefined
  const byReference = await trx
    .updateTable('attempt')
    .set({
      provider_message_id: receipt.providerMessageId,
      // The vendor speaks of it, so it took it.
      outcome: sql`case outcome when 'unknown' then 'accepted' else outcome end`,
    })
    .where('channel_id', '=', channelId)
    .where('message_id', '=', reference.messageId)
    .where('number', '=', reference.attempt)
    .where('provider_message_id', 'is', null)
    .returning('message_id')
    .executeTakeFirst()
  return byReference?.message_id
}
