import { sql } from 'kysely'
import { rowset } from '../../db/rowset.ts'
import type { Backend, Db, Trx } from '../../db/store.ts'
import { groupBy } from '../../lib/group-by.ts'
import type { AccountLimit } from './messaging-limit.ts'

/** Places that fell free are removed so many at a time: what uses them waits for it. */
const MOST_REMOVED = 1_000

/** How an account stands: places that are taken, and until when the vendor takes nothing that needs one. */
export interface Standing {
  readonly taken: number
  readonly closedUntil: number
}

/** A message to a person who counts, or has to be given a place. */
export interface Seat {
  readonly messageId: number
  /** The identity at which the person is reached. */
  readonly personId: number
}

/** Gives the places back whose time is over, and answers how the account stands. */
export async function standingOfAccount(trx: Trx, limit: AccountLimit, at: number): Promise<Standing> {
  await removeOldPlaces(trx, limit.account, at - limit.keptMs)
  return readStanding(trx, limit)
}

async function readStanding(db: Db, { account, channelIds }: AccountLimit): Promise<Standing> {
  const row = await db
    .selectFrom('limit_account')
    .select('taken')
    .where('account', '=', account)
    .executeTakeFirst()
  const closed = await db
    .selectFrom('channel')
    .select((select) => select.fn.max('limit_closed_until').as('until'))
    .where('id', 'in', channelIds)
    .executeTakeFirst()
  return { taken: row?.taken ?? 0, closedUntil: Number(closed?.until ?? 0) }
}

/** Removes up to a thousand places that were last used at `before` or earlier; answers how many. */
export async function removeOldPlaces(trx: Trx, account: string, before: number): Promise<number> {
  const gone = await sql`
    delete from limit_place where account = ${account} and identity_id in (
      select identity_id from limit_place where account = ${account} and at <= ${before}
      order by at limit ${MOST_REMOVED})`.execute(trx)
  const removed = Number(gone.numAffectedRows ?? 0n)
  if (removed > 0) await count(trx, account, -removed)
  return removed
}

/** Those of some people who count on the account already: they can be written to without another place. */
export async function seatedOf(
  trx: Trx,
  backend: Backend,
  account: string,
  personIds: readonly number[],
): Promise<ReadonlySet<number>> {
  if (personIds.length === 0) return new Set()
  const rows = personIds.map((identity_id) => ({ identity_id }))
  const found = await sql<{ identity_id: number }>`
    select p.identity_id from ${rowset(backend, { identity_id: 'integer' }, rows)} as r cross join limit_place as p
    where p.account = ${account} and p.identity_id = r.identity_id`.execute(trx)
  return new Set(found.rows.map((row) => row.identity_id))
}

/** Has people count from now on; those who do already count anew. */
export async function takePlaces(
  trx: Trx,
  backend: Backend,
  account: string,
  seats: readonly Seat[],
  fresh: number,
  at: number,
): Promise<void> {
  const rows = [...groupBy(seats, (seat) => seat.personId)].map(([identity_id, [first, ...others]]) => ({
    identity_id,
    message_id: others.length === 0 ? first?.messageId : undefined,
  }))
  await sql`
    insert into limit_place (account, identity_id, message_id, at)
    select ${account}, identity_id, message_id, ${at}
    from ${rowset(backend, { identity_id: 'integer', message_id: 'integer' }, rows)} as r
    where true
    on conflict (account, identity_id) do update set at = excluded.at,
      message_id = case limit_place.message_id when excluded.message_id then excluded.message_id end`.execute(
    trx,
  )
  if (fresh > 0) await count(trx, account, fresh)
}

/** The vendor certainly did not send the message: whoever counts because of it alone counts no more. */
export async function giveBackPlace(
  trx: Trx,
  { account, personId, messageId }: Seat & { readonly account: string },
): Promise<void> {
  const gone = await trx
    .deleteFrom('limit_place')
    .where('account', '=', account)
    .where('identity_id', '=', personId)
    .where('message_id', '=', messageId)
    .executeTakeFirst()
  if (gone.numDeletedRows > 0n) await count(trx, account, -Number(gone.numDeletedRows))
}

async function count(trx: Trx, account: string, places: number): Promise<void> {
  await sql`
    insert into limit_account (account, taken) values (${account}, ${places})
    on conflict (account) do update set taken = limit_account.taken + excluded.taken`.execute(trx)
}

/**
 * When the place after `earlier` others falls free, as far as can be foreseen; `now` where it is free. Beyond the places that
 * are taken it is taken that each is used again at once.
 */
export async function placeFreeAt(
  db: Db,
  limit: AccountLimit,
  earlier: number,
  now: number,
): Promise<number> {
  const { taken, closedUntil } = await readStanding(db, limit)
  const nth = earlier - (limit.people - taken)
  const open = Math.max(now, closedUntil)
  if (taken === 0 || nth < 0) return open
  const place = await db
    .selectFrom('limit_place')
    .select('at')
    .where('account', '=', limit.account)
    .orderBy('at')
    .offset(nth % taken)
    .limit(1)
    .executeTakeFirst()
  const rounds = Math.floor(nth / taken) + 1
  return Math.max(open, (place?.at ?? now) + rounds * limit.keptMs)
}
