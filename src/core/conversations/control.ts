import { sql } from 'kysely'
import type { Holder } from '../../contract/chat-events.ts'
import { rowset } from '../../db/rowset.ts'
import type { Backend, Trx } from '../../db/store.ts'
import type { ThreadControlTable } from '../../db/tables/chats.ts'
import { groupBy } from '../../lib/group-by.ts'
import { appendEvents } from '../events.ts'

/** Something told, or showed, which program of the business answers a contact. */
export interface ControlTold {
  readonly channelId: number
  readonly senderId: number
  readonly identityId: number
  readonly holder: Holder
  readonly at: number
  /** The person who took the conversation. */
  readonly actorId?: number | undefined
}

const threadShape = { sender_id: 'integer', identity_id: 'integer' } as const
const shape = { ...threadShape, holder: 'text', app_id: 'text', since: 'integer', at: 'integer' } as const
const keyOf = (row: { readonly sender_id: number; readonly identity_id: number }) =>
  `${row.sender_id} ${row.identity_id}`

/**
 * Applies what was told in the order in which it happened; what is older than the last that is known changes nothing. Whoever
 * gains or loses a conversation is told in its timeline; what came while another program answered counts as unread once it
 * is ours.
 */
export async function moveControl(
  trx: Trx,
  backend: Backend,
  told: readonly ControlTold[],
  now: number,
): Promise<void> {
  const rows = told.map((one) => ({ ...one, sender_id: one.senderId, identity_id: one.identityId }))
  const threads = groupBy(rows, keyOf)
  const found = await sql<ThreadControlTable>`
    select t.* from ${rowset(
      backend,
      threadShape,
      [...threads.values()].map(([one]) => ({ sender_id: one!.sender_id, identity_id: one!.identity_id })),
    )} as r
    cross join thread_control as t
    where t.sender_id = r.sender_id and t.identity_id = r.identity_id`.execute(trx)
  const before = new Map(found.rows.map((row) => [keyOf(row), row]))
  const changed: ThreadControlTable[] = []
  const moves: ControlTold[] = []
  for (const [key, all] of threads) {
    const known = before.get(key)
    let standing = known
    for (const one of all.toSorted((a, b) => a.at - b.at)) {
      if (standing && one.at < standing.at) continue
      const next = after(standing, one)
      if (next && isMove(standing, next)) moves.push(one)
      standing = next
    }
    if (standing && standing !== known) changed.push(standing)
  }
  await store(trx, backend, changed)
  await tell(trx, backend, moves, now)
}

const isMove = (standing: ThreadControlTable | undefined, next: ThreadControlTable): boolean =>
  next.holder !== (standing?.holder ?? 'us') || next.app_id !== (standing?.app_id ?? null)

type Moving = ControlTold & { readonly sender_id: number; readonly identity_id: number }

/** Undefined while nothing but this program was ever heard of. */
function after(
  standing: ThreadControlTable | undefined,
  { sender_id, identity_id, holder, at }: Moving,
): ThreadControlTable | undefined {
  const id = holder.by === 'us' ? null : (holder.id ?? null)
  const ours = standing === undefined || standing.holder === 'us'
  if (holder.by === 'us' && ours) return standing && { ...standing, at }
  // Another program, and which one is not told: the one that is known.
  if (holder.by === 'app' && id === null && !ours) return { ...standing, at }
  if (standing?.holder === holder.by && standing.app_id === id) return { ...standing, at }
  return { sender_id, identity_id, holder: holder.by, app_id: id, since: at, at }
}

async function store(trx: Trx, backend: Backend, rows: readonly ThreadControlTable[]): Promise<void> {
  if (rows.length === 0) return
  await sql`
    insert into thread_control (sender_id, identity_id, holder, app_id, since, at)
    select sender_id, identity_id, holder, app_id, since, at from ${rowset(backend, shape, rows)} as r where true
    on conflict (sender_id, identity_id) do update
    set holder = excluded.holder, app_id = excluded.app_id, since = excluded.since, at = excluded.at`.execute(
    trx,
  )
  const ours = rows.filter((row) => row.holder === 'us')
  if (ours.length === 0) return
  const keys = ours.map(({ sender_id, identity_id }) => ({ sender_id, identity_id }))
  await sql`
    update conversation
    set inbound_count = conversation.inbound_count + conversation.standby_count, standby_count = 0
    from ${rowset(backend, threadShape, keys)} as r
    where conversation.sender_id = r.sender_id and conversation.identity_id = r.identity_id
      and conversation.status = 'open' and conversation.standby_count > 0`.execute(trx)
}

async function tell(trx: Trx, backend: Backend, moves: readonly ControlTold[], now: number): Promise<void> {
  if (moves.length === 0) return
  const threads = moves.map((one, move) => {
    return { move, sender_id: one.senderId, identity_id: one.identityId }
  })
  const open = await sql<{ move: number; id: number }>`
    select r.move, c.id from ${rowset(backend, { move: 'integer', ...threadShape }, threads)} as r
    cross join conversation as c
    where c.sender_id = r.sender_id and c.identity_id = r.identity_id and c.status = 'open'
    order by r.move`.execute(trx)
  await appendEvents(
    trx,
    backend,
    open.rows.map(({ move, id: conversationId }) => {
      const { holder, channelId, actorId } = moves[move] as ControlTold
      const id = holder.by === 'us' ? undefined : holder.id
      const data = { reason: 'control_moved', source: holder.by, ...(id === undefined ? {} : { detail: id }) }
      return { type: 'conversation.changed', at: now, conversationId, channelId, actorId, data }
    }),
  )
}

/** A send was refused since another program answers: which one is not told. */
export async function noteHeld(trx: Trx, backend: Backend, messageId: number, now: number): Promise<void> {
  const message = await trx
    .selectFrom('message as m')
    .innerJoin('conversation as c', 'c.id', 'm.conversation_id')
    .select(['m.channel_id as channelId', 'm.sender_id as senderId', 'c.identity_id as identityId'])
    .where('m.id', '=', messageId)
    .executeTakeFirst()
  if (message) await moveControl(trx, backend, [{ ...message, holder: { by: 'app' }, at: now }], now)
}
