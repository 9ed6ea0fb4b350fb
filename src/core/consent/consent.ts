import { sql } from 'kysely'
import { Problem } from '../../contract/problems.ts'
import type { Backend, Trx } from '../../db/store.ts'
import type { ConsentTable } from '../../db/tables/carriers.ts'
import { appendEvents } from '../events.ts'
import { moveUp } from '../outbound/ladder.ts'

/** What was said about being written to, and the conversation in which it was. */
export interface Said {
  readonly senderId: number
  readonly identityId: number
  readonly conversationId: number
  readonly channelId: number
  readonly state: ConsentTable['state']
  readonly source: ConsentTable['source']
  /** The contact's own words, the carrier's, or a person's note. */
  readonly words: string
  readonly actorId?: number | undefined
  /** When it was said. */
  readonly at: number
}

export interface Consent {
  readonly state: ConsentTable['state']
  readonly at: number
}

const LONGEST_WORDS = 500

/** The newest consent between a sender and a contact; undefined where nothing was ever said. Other senders do not count. */
export async function consentOf(
  trx: Trx,
  senderId: number,
  identityId: number,
): Promise<Consent | undefined> {
  return trx
    .selectFrom('consent')
    .select(['state', 'at'])
    .where('sender_id', '=', senderId)
    .where('identity_id', '=', identityId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/**
 * Writes down what was said, in the caller's transaction, and ends the messages that wait for the contact where they want
 * none. Answers what held before.
 */
export async function recordConsent(
  trx: Trx,
  backend: Backend,
  said: Said,
  now: number,
): Promise<Consent | undefined> {
  const { senderId, identityId, conversationId, channelId, state, source, actorId, at } = said
  const before = await consentOf(trx, senderId, identityId)
  await trx
    .insertInto('consent')
    .values({
      sender_id: senderId,
      identity_id: identityId,
      state,
      source,
      words: said.words.slice(0, LONGEST_WORDS),
      actor_id: actorId ?? null,
      at,
    })
    .execute()
  if (state !== before?.state) {
    const data = { reason: `opted_${state}`, source }
    await appendEvents(trx, backend, [
      { type: 'consent.changed', at: now, conversationId, channelId, actorId, data },
    ])
  }
  if (state === 'out') await endWaiting(trx, backend, conversationId, now)
  return before
}

/** What waits in other conversations of the two, closed ones, ends when its turn comes: `claimDue` looks again. */
async function endWaiting(trx: Trx, backend: Backend, conversationId: number, now: number): Promise<void> {
  const waiting = await trx
    .selectFrom('message')
    .select('id')
    .where('conversation_id', '=', conversationId)
    .where('status', '=', sql.lit('queued'))
    .where('category', '=', 'conversation')
    .execute()
  for (const { id } of waiting) await endAsOptedOut(trx, backend, id, now)
}

/** Ends a message that must not go out any more. */
export async function endAsOptedOut(
  trx: Trx,
  backend: Backend,
  messageId: number,
  now: number,
): Promise<void> {
  await moveUp(trx, backend, messageId, { to: 'failed', at: now, failure: { code: 'opted_out' } }, now)
}

/** Refuses to write to somebody who asked for no messages from this conversation's sender. */
export async function refuseIfOptedOut(trx: Trx, conversationId: number): Promise<void> {
  const latest = await trx
    .selectFrom('conversation as c')
    .innerJoin('consent as k', (join) =>
      join.onRef('k.sender_id', '=', 'c.sender_id').onRef('k.identity_id', '=', 'c.identity_id'),
    )
    .select('k.state')
    .where('c.id', '=', conversationId)
    .orderBy('k.id', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (latest?.state === 'out') throw new Problem('opted_out')
}
