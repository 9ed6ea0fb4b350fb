import { sql } from 'kysely'
import type { InboundReceipt } from '../../contract/inbound.ts'
import { rowset } from '../../db/rowset.ts'
import type { Backend, Trx } from '../../db/store.ts'
import { moveAllAsTold } from '../consent/refusals.ts'
import { appendEvents } from '../events.ts'
import { type MoveOf, moveAllUp, movesPast, type Passed } from '../outbound/ladder.ts'
import { parseReference } from '../outbound/reference.ts'
import { idKey } from './known-ids.ts'
import { priceMessages } from './pricing.ts'

/** A receipt on a channel. */
export interface Told {
  readonly channelId: number
  readonly receipt: InboundReceipt
}

/**
 * Stores what vendors say of messages and moves the messages up their ladder, for all of them with the same few statements. A
 * receipt that comes before the vendor's answer to the send is kept, and `adoptReceipts` applies it once the id is known.
 */
export async function applyReceipts(
  trx: Trx,
  backend: Backend,
  told: readonly Told[],
  now: number,
): Promise<void> {
  if (told.length === 0) return
  const { messageIds, passed } = await messagesOf(trx, backend, told, now)
  const messageOf = (one: Told) => messageIds.get(keyOf(one))
  const fresh = await keepReceipts(trx, backend, told, messageOf, now)
  const moves = fresh.flatMap((one): MoveOf[] => {
    const messageId = messageOf(one)
    const { status: to, at, failure } = one.receipt
    return messageId === undefined ? [] : [{ messageId, to, at, failure }]
  })
  // Before the moves, so that who hears of them finds it.
  const priced = await priceMessages(
    trx,
    backend,
    told.flatMap((one) => {
      const messageId = one.receipt.pricing && messageOf(one)
      const { providerMessageId } = one.receipt
      return messageId === undefined ? [] : [{ channelId: one.channelId, providerMessageId, messageId }]
    }),
  )
  const moved = await moveAllAsTold(trx, backend, moves, now)
  await moveAllUp(trx, backend, passed, now)
  const heard = new Set(moves.filter((_, i) => moved[i]).map(({ messageId }) => messageId))
  await tellPrices(
    trx,
    backend,
    [...priced].filter((id) => !heard.has(id)),
    now,
  )
}

const keyOf = ({ channelId, receipt }: Told): string => idKey(channelId, receipt.providerMessageId)

/** Stores the receipts; answers those that were not there before, in order. A repetition may tell a price that was not known. */
async function keepReceipts(
  trx: Trx,
  backend: Backend,
  told: readonly Told[],
  messageOf: (one: Told) => number | undefined,
  now: number,
): Promise<readonly Told[]> {
  const rows = told.map((one) => ({
    channel_id: one.channelId,
    provider_message_id: one.receipt.providerMessageId,
    message_id: messageOf(one),
    status: one.receipt.status,
    at: one.receipt.at,
    failure_code: one.receipt.failure?.code,
    vendor_code: one.receipt.failure?.vendorCode,
    vendor_text: one.receipt.failure?.vendorText,
    pricing: one.receipt.pricing && JSON.stringify(one.receipt.pricing),
  }))
  const inserted = await sql<{ channel_id: number; provider_message_id: string; status: string }>`
    insert into receipt (channel_id, provider_message_id, message_id, status, at, failure_code, vendor_code, vendor_text,
      pricing, created_at)
    select channel_id, provider_message_id, message_id, status, at, failure_code, vendor_code, vendor_text, pricing, ${now}
    from ${rowset(backend, receiptShape, rows)} as r
    where true
    on conflict (channel_id, provider_message_id, status) do nothing
    returning channel_id, provider_message_id, status`.execute(trx)
  const stored = new Set(
    inserted.rows.map((row) => `${row.status} ${idKey(row.channel_id, row.provider_message_id)}`),
  )
  // The first of those that are the same in one delivery was stored.
  const fresh = told.filter((one) => stored.delete(`${one.receipt.status} ${keyOf(one)}`))
  const repeated = new Set(told)
  for (const one of fresh) repeated.delete(one)
  const completing = new Map<string, (typeof rows)[number]>()
  for (const [i, row] of rows.entries()) {
    const key = `${row.status} ${idKey(row.channel_id, row.provider_message_id)}`
    // Of several the first counts, as if they had come one by one.
    if (row.pricing !== undefined && repeated.has(told[i] as Told) && !completing.has(key)) {
      completing.set(key, row)
    }
  }
  if (completing.size > 0) {
    await sql`
      update receipt set pricing = r.pricing
      from ${rowset(backend, receiptShape, [...completing.values()])} as r
      where receipt.channel_id = r.channel_id and receipt.provider_message_id = r.provider_message_id
        and receipt.status = r.status and receipt.pricing is null`.execute(trx)
  }
  return fresh
}

const receiptShape = {
  channel_id: 'integer',
  provider_message_id: 'text',
  message_id: 'integer',
  status: 'text',
  at: 'integer',
  failure_code: 'text',
  vendor_code: 'text',
  vendor_text: 'text',
  pricing: 'text',
} as const

async function tellPrices(
  trx: Trx,
  backend: Backend,
  messageIds: readonly number[],
  at: number,
): Promise<void> {
  if (messageIds.length === 0) return
  const messages = await trx
    .selectFrom('message')
    .select(['id', 'conversation_id', 'channel_id'])
    .where('id', 'in', messageIds)
    .execute()
  await appendEvents(
    trx,
    backend,
    messages.map(({ id, conversation_id, channel_id }) => ({
      type: 'message.changed',
      at,
      conversationId: conversation_id,
      messageId: id,
      channelId: channel_id,
      data: { change: 'pricing' },
    })),
  )
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
  if (orphans.length > 0) await priceMessages(trx, backend, [{ channelId, providerMessageId, messageId }])
  const moves = orphans.map((row): MoveOf => {
    const failure = row.failure_code && {
      code: row.failure_code,
      vendorCode: row.vendor_code ?? undefined,
      vendorText: row.vendor_text ?? undefined,
    }
    return { messageId, to: row.status, at: row.at, ...(failure ? { failure } : {}) }
  })
  await moveAllAsTold(trx, backend, moves, now)
}

/**
 * The messages that receipts are of, by `idKey`: by the vendor's id; failing that by our own reference, which also tells us the
 * id that a lost answer would have. `passed`: what the contact's marks make of those whose sends are known by it to be taken.
 */
async function messagesOf(
  trx: Trx,
  backend: Backend,
  told: readonly Told[],
  now: number,
): Promise<{ readonly messageIds: ReadonlyMap<string, number>; readonly passed: readonly MoveOf[] }> {
  const ids = told.map((one) => ({ channel_id: one.channelId, named: one.receipt.providerMessageId }))
  const byId = await sql<{ channel_id: number; named: string; message_id: number }>`
    select r.channel_id, r.named, a.message_id
    from ${rowset(backend, { channel_id: 'integer', named: 'text' }, ids)} as r
    cross join attempt as a
    where a.channel_id = r.channel_id and a.provider_message_id = r.named`.execute(trx)
  const known = new Map(byId.rows.map((row) => [idKey(row.channel_id, row.named), row.message_id]))
  const passed: MoveOf[] = []
  for (const one of told) {
    if (one.receipt.reference === undefined || known.has(keyOf(one))) continue
    const attempt = await byReference(trx, one)
    if (!attempt) continue
    const messageId = attempt.message_id
    // By the vendor's clock, where it says when it sent the message.
    const { status, at } = one.receipt
    if (status !== 'sent' || at <= (attempt.passed_at ?? 0)) passed.push(...movesPast(messageId, attempt))
    known.set(keyOf(one), messageId)
    // What came under the id when nobody knew whose it was.
    await adoptReceipts(trx, backend, one.channelId, one.receipt.providerMessageId, messageId, now)
  }
  return { messageIds: known, passed }
}

async function byReference(
  trx: Trx,
  { channelId, receipt: { reference = '', providerMessageId } }: Told,
): Promise<({ readonly message_id: number } & Passed) | undefined> {
  const named = parseReference(reference)
  if (!named) return undefined
  return trx
    .updateTable('attempt')
    .set({
      provider_message_id: providerMessageId,
      // The vendor speaks of it, so it took it.
      outcome: sql`case outcome when 'unknown' then 'accepted' else outcome end`,
    })
    .where('channel_id', '=', channelId)
    .where('message_id', '=', named.messageId)
    .where('number', '=', named.attempt)
    .where('provider_message_id', 'is', null)
    .returning(['message_id', 'passed_status', 'passed_at'])
    .executeTakeFirst()
}
