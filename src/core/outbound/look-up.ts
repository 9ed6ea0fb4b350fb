import type { LostSend, SendOutcome } from '../../contract/outbound.ts'
import type { Db, Trx } from '../../db/store.ts'
import { appendEvents } from '../events.ts'
import { lookUpWaitsMs } from './back-off.ts'
import { referenceOf } from './reference.ts'
import { type SettleOptions, settleIn } from './settle.ts'

/** An attempt whose answer was lost, and what its carrier is asked. */
export interface LookUp {
  readonly channelId: number
  readonly messageId: number
  readonly conversationId: number
  readonly attemptId: number
  readonly attempt: number
  /** How often the carrier was asked before. */
  readonly lookUps: number
  readonly lost: LostSend
}

/** Attempts that it is time to ask about, the longest due first; none of the channels in `but`. */
export async function dueLookUps(
  db: Db,
  now: number,
  limit: number,
  but: readonly number[] = [],
): Promise<LookUp[]> {
  const query = db
    .selectFrom('attempt as a')
    .innerJoin('message as m', 'm.id', 'a.message_id')
    .innerJoin('conversation as c', 'c.id', 'm.conversation_id')
    .innerJoin('identity as i', 'i.id', 'c.identity_id')
    .innerJoin('sender as s', 's.id', 'm.sender_id')
    .select(['a.id', 'a.channel_id', 'a.message_id', 'a.number', 'a.started_at', 'a.look_ups'])
    .select(['m.conversation_id', 'm.text', 's.address as from_address', 'i.address as to_address'])
    .where('a.outcome', '=', 'unknown')
    .where('a.look_up_at', '<=', now)
    .orderBy('a.look_up_at')
    .limit(limit)
  const rows = await (but.length > 0 ? query.where('a.channel_id', 'not in', but) : query).execute()
  return rows.map((row) => ({
    channelId: row.channel_id,
    messageId: row.message_id,
    conversationId: row.conversation_id,
    attemptId: row.id,
    attempt: row.number,
    lookUps: row.look_ups,
    lost: {
      reference: referenceOf(row.message_id, row.number),
      from: row.from_address,
      to: row.to_address,
      text: row.text ?? undefined,
      startedAt: row.started_at,
    },
  }))
}

/** A carrier that cannot be asked is asked no more. */
export async function endLookUps(
  { store }: Pick<SettleOptions, 'store'>,
  { attemptId }: LookUp,
): Promise<void> {
  await store.write((trx) =>
    trx.updateTable('attempt').set({ look_up_at: null }).where('id', '=', attemptId).execute(),
  )
}

/**
 * Commits what the carrier said of a lost attempt, and what follows for its message. Where it could not tell it is asked
 * again later, a few times. Answers what counted in the end: a message of the carrier's that may be another of ours proves
 * nothing.
 */
export async function settleLookUp(
  options: SettleOptions,
  lookUp: LookUp,
  told: SendOutcome,
): Promise<SendOutcome['kind']> {
  return options.store.write(async (trx) => {
    const outcome: SendOutcome = (await mayBeAnother(trx, lookUp, told))
      ? { kind: 'unknown', failure: { code: 'outcome_unknown' } }
      : told
    if (outcome.kind === 'unknown') await askLater(trx, options, lookUp, outcome.failure.vendorText)
    else await settleIn(trx, options, lookUp.channelId, lookUp, outcome, lookUp.lost)
    return outcome.kind
  })
}

/** Carriers find messages by numbers, text and time: the same words once more to the same person look the same. */
async function mayBeAnother(
  trx: Trx,
  { channelId, conversationId, attemptId }: LookUp,
  told: SendOutcome,
): Promise<boolean> {
  if (told.kind !== 'accepted') return false
  const { providerMessageId = null } = told
  const known = await trx
    .selectFrom('attempt')
    .select('id')
    .where('channel_id', '=', channelId)
    .where('provider_message_id', '=', providerMessageId)
    .where('id', '<>', attemptId)
    .executeTakeFirst()
  const underWay = await trx
    .selectFrom('message')
    .select('id')
    .where('conversation_id', '=', conversationId)
    .where('status', '=', 'sending')
    .executeTakeFirst()
  return known !== undefined || underWay !== undefined
}

async function askLater(
  trx: Trx,
  { store, now }: SettleOptions,
  { attemptId, messageId, conversationId, channelId, lookUps }: LookUp,
  vendorText: string | undefined,
): Promise<void> {
  const asked = lookUps + 1
  const waitMs = lookUpWaitsMs[asked]
  await trx
    .updateTable('attempt')
    .set({
      look_ups: asked,
      look_up_at: waitMs === undefined ? null : now() + waitMs,
      vendor_text: vendorText ?? null,
    })
    .where('id', '=', attemptId)
    .where('outcome', '=', 'unknown')
    .execute()
  if (waitMs !== undefined) return
  // What the carrier said last helps the person who decides whether to send again.
  const shown = await trx
    .updateTable('message')
    .set({ vendor_text: vendorText ?? null })
    .where('id', '=', messageId)
    .where('status', '=', 'unconfirmed')
    .executeTakeFirst()
  if (shown.numUpdatedRows === 0n) return
  await appendEvents(trx, store.backend, [
    {
      type: 'message.status',
      at: now(),
      conversationId,
      messageId,
      channelId,
      data: { status: 'unconfirmed' },
    },
  ])
}
