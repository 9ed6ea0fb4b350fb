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

const addressOf = (senderId: number) => sql<string>`(select address from sender where id = ${senderId})`

/**
 * The newest consent between a sender's address and a contact; undefined where nothing was ever said. It holds on every channel
 * that has the address: the contact knows one number, however many carriers it has. Other addresses do not count.
 */
export async function consentOf(
  trx: Trx,
  senderId: number,
  identityId: number,
): Promise<Consent | undefined> {
  return trx
    .selectFrom('consent')
    .select(['state', 'at'])
    .where('address', '=', addressOf(senderId))
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
      address: addressOf(senderId),
      identity_id: identityId,
      state,
      source,
      words: said.words.slice(0, LONGEST_WORDS),
      actor_id: actorId ?? null,
      at,
    })
    .execute()
  const threads = await threadsOf(trx, senderId, identityId)
  if (state !== before?.state) {
    const data = { reason: `opted_${state}`, source }
    const told = threads.filter((one) => one.id === conversationId || one.status === 'open')
    await appendEvents(
      trx,
      backend,
      told.map((one) => ({
        type: 'consent.changed',
        at: now,
        conversationId: one.id,
        channelId: one.id === conversationId ? channelId : one.channel_id,
        actorId,
        data,
      })),
    )
  }
  if (state === 'out') {
    for (const { id } of threads) await endWaiting(trx, backend, id, now)
  }
  return before
}

/** All conversations of a contact with the address of a sender, on all of its channels. */
function threadsOf(trx: Trx, senderId: number, identityId: number) {
  return trx
    .selectFrom('conversation as c')
    .innerJoin('sender as s', 's.id', 'c.sender_id')
    .select(['c.id', 'c.status', 'c.channel_id'])
    .where('s.address', '=', addressOf(senderId))
    .where('c.identity_id', '=', identityId)
    .execute()
}

async function endWaiting(trx: Trx, backend: Backend, conversationId: number, now: number): Promise<void> {
  const waiting = await trx
    .selectFrom('message')
    .select('id')
    .where('conversation_id', '=', conversationId)
    .where('status', '=', sql.lit('queued'))
    // Names the index of what is under way in a conversation.
    .where(sql<boolean>`status in ('queued', 'sending')`)
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

/** Refuses to write to somebody who asked for no messages from the address of this conversation's sender. */
export async function refuseIfOptedOut(trx: Trx, conversationId: number): Promise<void> {
  const latest = await trx
    .selectFrom('conversation as c')
    .innerJoin('sender as s', 's.id', 'c.sender_id')
    .innerJoin('consent as k', (join) =>
      join.onRef('k.address', '=', 's.address').onRef('k.identity_id', '=', 'c.identity_id'),
    )
    .select('k.state')
    .where('c.id', '=', conversationId)
    .orderBy('k.id', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (latest?.state === 'out') throw new Problem('opted_out')
}
