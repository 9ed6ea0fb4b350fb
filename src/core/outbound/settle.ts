import { sql } from 'kysely'
import type { SendOutcome } from '../../contract/outbound.ts'
import type { Backend, Store, Trx } from '../../db/store.ts'
import { failpoint } from '../../lib/failpoint.ts'
import { moveAsTold } from '../consent/refusals.ts'
import { noteHeld } from '../conversations/control.ts'
import { appendEvents } from '../events.ts'
import { adoptReceipts } from '../inbound/receipts.ts'
import { backOffMs, lookUpWaitsMs } from './back-off.ts'
import type { Claimed } from './claim.ts'
import { CLOSED_MS, closeLimit } from './held.ts'
import { moveAllUp, movesPast, moveUp } from './ladder.ts'
import { giveBackPlace } from './places.ts'
import { putReaction } from './reactions.ts'

export interface SettleOptions {
  readonly store: Store
  now(): number
}

/** What settling needs to know where the caller has the transaction. */
export interface SettleInOptions {
  readonly store: Pick<Store, 'backend'>
  now(): number
}

type Attempted = Pick<Claimed, 'messageId' | 'conversationId' | 'attemptId' | 'attempt'> &
  Partial<Pick<Claimed, 'more' | 'seat'>>

/** Commits what became of an attempt, and what follows from it for the message. */
export async function settle(
  options: SettleOptions,
  channelId: number,
  claimed: Claimed,
  outcome: SendOutcome,
): Promise<void> {
  failpoint('O9')
  await options.store.write((trx) => settleIn(trx, options, channelId, claimed, outcome))
  failpoint('O10')
  if (outcome.kind === 'retry') failpoint('O11')
}

/**
 * As `settle`, in a transaction of the caller's. `lost` is given where the outcome was unknown and the carrier has told it
 * since: the message may have moved on meanwhile, and then only what a carrier took counts.
 */
export async function settleIn(
  trx: Trx,
  options: SettleInOptions,
  channelId: number,
  claimed: Attempted,
  outcome: SendOutcome,
  lost?: { readonly startedAt: number },
): Promise<void> {
  const { backend } = options.store
  const now = options.now()
  const failure = outcome.kind === 'accepted' ? undefined : outcome.failure
  const ended = await trx
    .updateTable('attempt')
    .set({
      finished_at: now,
      outcome: outcome.kind,
      ...(outcome.kind === 'accepted' && outcome.providerMessageId !== undefined
        ? { provider_message_id: outcome.providerMessageId }
        : {}),
      failure_code: failure?.code ?? null,
      vendor_code: failure?.vendorCode ?? null,
      vendor_text: failure?.vendorText ?? null,
      look_up_at: outcome.kind === 'unknown' ? now + lookUpWaitsMs[0] : null,
    })
    .where('id', '=', claimed.attemptId)
    .where('outcome', '=', lost ? 'unknown' : 'open')
    .returning(['passed_status', 'passed_at'])
    .executeTakeFirst()
  // Committed before, and the answer to that was lost: the message may have moved on since.
  if (!ended) return
  if (lost && outcome.kind !== 'accepted' && !(await isUnconfirmed(trx, claimed.messageId))) return

  switch (outcome.kind) {
    case 'accepted':
      await moveUp(
        trx,
        backend,
        claimed.messageId,
        { to: outcome.status ?? 'sent', at: lost?.startedAt ?? now },
        now,
      )
      if (claimed.more?.reaction) await showReaction(trx, backend, channelId, claimed, now)
      if (outcome.providerMessageId !== undefined) {
        await adoptReceipts(trx, backend, channelId, outcome.providerMessageId, claimed.messageId, now)
      }
      await moveAllUp(trx, backend, movesPast(claimed.messageId, ended), now)
      return
    case 'rejected':
      if (claimed.seat) await giveBackPlace(trx, claimed.seat)
      await moveAsTold(
        trx,
        backend,
        claimed.messageId,
        { to: 'failed', at: now, failure: outcome.failure },
        now,
      )
      if (outcome.failure.code === 'held_elsewhere') await noteHeld(trx, backend, claimed.messageId, now)
      return
    case 'unknown':
      await moveUp(
        trx,
        backend,
        claimed.messageId,
        { to: 'unconfirmed', at: now, failure: outcome.failure },
        now,
      )
      return
    case 'retry':
      await tryAgain(trx, options, channelId, claimed, outcome, now)
  }
}

async function isUnconfirmed(trx: Trx, messageId: number): Promise<boolean> {
  const message = await trx
    .selectFrom('message')
    .select('status')
    .where('id', '=', messageId)
    .executeTakeFirst()
  return message?.status === 'unconfirmed'
}

async function tryAgain(
  trx: Trx,
  options: SettleInOptions,
  channelId: number,
  claimed: Attempted,
  outcome: Extract<SendOutcome, { kind: 'retry' }>,
  now: number,
): Promise<void> {
  const { backend } = options.store
  // What the vendor's messaging limit keeps waits longer, and ends by another rule: see `endLongHeld`.
  const kept = outcome.failure.code === 'messaging_limit' && claimed.more?.window === 'over'
  const dueAt = now + (kept ? CLOSED_MS : (outcome.afterMs ?? backOffMs(claimed.attempt)))
  if (kept) await closeLimit(trx, claimed.messageId, dueAt)
  const message = await trx
    .selectFrom('message')
    .select('give_up_at')
    .where('id', '=', claimed.messageId)
    .executeTakeFirst()
  if (!kept && dueAt > (message?.give_up_at ?? now)) {
    if (claimed.seat) await giveBackPlace(trx, claimed.seat)
    // The carrier's own words say more than "gave up".
    const failure = { ...outcome.failure, code: 'gave_up' as const }
    await moveUp(trx, backend, claimed.messageId, { to: 'failed', at: now, failure }, now)
    return
  }
  const moved = await trx
    .updateTable('message')
    .set({
      status: 'queued',
      due_at: dueAt,
      ...(kept
        ? { waits_since: sql`coalesce(waits_since, ${now})`, give_up_at: null }
        : { waits_since: null }),
      failure_code: outcome.failure.code,
      vendor_code: outcome.failure.vendorCode ?? null,
      vendor_text: outcome.failure.vendorText ?? null,
    })
    .where('id', '=', claimed.messageId)
    .where('status', 'in', ['sending', 'unconfirmed'])
    .executeTakeFirst()
  if (moved.numUpdatedRows === 0n) return
  await appendEvents(trx, backend, [
    {
      type: 'message.status',
      at: now,
      conversationId: claimed.conversationId,
      messageId: claimed.messageId,
      channelId,
      data: { status: 'queued' },
    },
  ])
}

/** A reaction that the vendor took stands on its target from now on. */
async function showReaction(
  trx: Trx,
  backend: Backend,
  channelId: number,
  { conversationId, more }: Attempted,
  now: number,
): Promise<void> {
  if (!more?.reaction || more.reactsTo === undefined) return
  await putReaction(trx, more.reactsTo, 'business', more.reaction.emoji, now)
  const target = { conversationId, messageId: more.reactsTo, channelId }
  const data = { change: 'reaction', by: 'business' }
  await appendEvents(trx, backend, [{ type: 'message.changed', at: now, ...target, data }])
}
