import type { FailureDetail } from '../../contract/failures.ts'
import type { Backend, Trx } from '../../db/store.ts'
import { CLOSED_MS, closeLimit } from '../outbound/held.ts'
import { type Move, type MoveOf, moveAllUp } from '../outbound/ladder.ts'
import { consentOf, recordConsent } from './consent.ts'

/** As `moveAllAsTold`, for one message. */
export async function moveAsTold(
  trx: Trx,
  backend: Backend,
  messageId: number,
  move: Move,
  now: number,
): Promise<void> {
  await moveAllAsTold(trx, backend, [{ messageId, ...move }], now)
}

/**
 * Moves messages as their carrier says, one after the other, and answers for each move whether it moved its message. A
 * carrier that refuses because the contact opted out there, or because its messaging limit is reached, is believed.
 */
export async function moveAllAsTold(
  trx: Trx,
  backend: Backend,
  moves: readonly MoveOf[],
  now: number,
): Promise<boolean[]> {
  const moved = await moveAllUp(trx, backend, moves, now)
  for (const { messageId, failure, at } of moves) {
    if (failure?.code === 'opted_out') await noteRefusal(trx, backend, messageId, failure, now)
    if (failure?.code === 'messaging_limit') await closeLimit(trx, messageId, at + CLOSED_MS)
  }
  return moved
}

async function noteRefusal(
  trx: Trx,
  backend: Backend,
  messageId: number,
  failure: FailureDetail,
  now: number,
): Promise<void> {
  const message = await trx
    .selectFrom('message as m')
    .innerJoin('conversation as c', 'c.id', 'm.conversation_id')
    .select(['m.sender_id', 'c.identity_id', 'm.conversation_id', 'm.channel_id', 'm.created_at'])
    .where('m.id', '=', messageId)
    .executeTakeFirst()
  if (!message) return
  const known = await consentOf(trx, message.sender_id, message.identity_id)
  // Known already; or the contact has asked for messages again since this one was written.
  if (known && (known.state === 'out' || known.at > message.created_at)) return
  const said = {
    senderId: message.sender_id,
    identityId: message.identity_id,
    conversationId: message.conversation_id,
    channelId: message.channel_id,
    state: 'out',
    source: 'vendor',
    words: [failure.vendorCode, failure.vendorText].filter(Boolean).join(' '),
    at: now,
  } as const
  await recordConsent(trx, backend, said, now)
}
