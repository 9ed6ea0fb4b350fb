import { sql } from 'kysely'
import { rowset } from '../../db/rowset.ts'
import type { Backend, Trx } from '../../db/store.ts'
import { appendEvents } from '../events.ts'
import { moveAllUp } from './ladder.ts'
import type { AccountLimit } from './messaging-limit.ts'
import type { ChannelWindow } from './window.ts'

/** Messages that are held back in one statement, or ended in one commit. */
const SLICE = 500
/** The vendor's own refusal says nothing of its end: so long nothing else is tried. */
export const CLOSED_MS = 3_600_000

/**
 * Holds back what is due on a channel and would need a place: templates to people who neither count nor have an open
 * window, but for the messages `but`. What is held is due at no known time, so that the lane does not meet it again.
 */
export async function holdBack(
  trx: Trx,
  backend: Backend,
  { account }: AccountLimit,
  channelId: number,
  window: ChannelWindow,
  but: readonly number[],
  at: number,
): Promise<void> {
  const windowMs = Math.max(window.ms, window.extendedMs ?? 0)
  const due = await sql<{ id: number; conversation_id: number }>`
    select m.id, m.conversation_id
    from message as m
    join conversation as c on c.id = m.conversation_id
    join identity as i on i.id = c.identity_id
    left join contact_act as act on act.sender_id = c.sender_id and act.identity_id = c.identity_id
    where m.channel_id = ${channelId} and m.status = 'queued' and m.due_at <= ${at} and m.template is not null
      and coalesce(act.at, 0) <= ${at - windowMs}
      and not exists (
        select 1 from limit_place as p
        where p.account = ${account} and p.identity_id = coalesce(i.replaced_by, i.id)
      )
      ${but.length === 0 ? sql`` : sql`and m.id not in (${sql.join(but)})`}
    order by m.priority, m.id
    limit ${SLICE}`.execute(trx)
  await sql`
    update message set due_at = null, waits_since = coalesce(waits_since, ${at})
    from ${rowset(backend, { id: 'integer' }, due.rows)} as r
    where message.id = r.id and message.status = 'queued'`.execute(trx)
  await appendEvents(
    trx,
    backend,
    due.rows.map((row) => ({
      type: 'message.status',
      at,
      conversationId: row.conversation_id,
      messageId: row.id,
      channelId,
      data: { status: 'queued', waits_for: 'messaging_limit' },
    })),
  )
}

/** Lets up to `most` of what is held on the account's channels go, replies before bulk and oldest first; answers the channels. */
export async function letGo(
  trx: Trx,
  { channelIds }: AccountLimit,
  most: number,
  at: number,
): Promise<ReadonlySet<number>> {
  const held: { id: number; channel_id: number; priority: number }[] = []
  for (const channelId of channelIds) {
    const rows = await trx
      .selectFrom('message')
      .select(['id', 'channel_id', 'priority'])
      .where('channel_id', '=', channelId)
      .where('status', '=', sql.lit('queued'))
      .where('due_at', 'is', null)
      .orderBy('priority')
      .orderBy('id')
      .limit(most)
      .execute()
    held.push(...rows)
  }
  held.sort((a, b) => a.priority - b.priority || a.id - b.id)
  return makeDue(trx, held.slice(0, most), at)
}

/** Who is written to, and from which sender. */
export interface Pair {
  readonly senderId: number
  readonly identityId: number
}

/** Lets go what is held for people who may be written to now; answers the channels. */
export async function letGoTo(
  trx: Trx,
  backend: Backend,
  pairs: readonly Pair[],
  at: number,
): Promise<ReadonlySet<number>> {
  if (pairs.length === 0) return new Set()
  const rows = pairs.map((pair) => ({ sender_id: pair.senderId, identity_id: pair.identityId }))
  // The first condition on the status names the index of what is under way in a conversation.
  const held = await sql<{ id: number; channel_id: number }>`
    select m.id, m.channel_id
    from ${rowset(backend, { sender_id: 'integer', identity_id: 'integer' }, rows)} as r
    cross join conversation as c cross join message as m
    where c.sender_id = r.sender_id and c.identity_id = r.identity_id and m.conversation_id = c.id
      and m.status in ('queued', 'sending') and m.status = 'queued' and m.due_at is null`.execute(trx)
  return makeDue(trx, held.rows, at)
}

async function makeDue(
  trx: Trx,
  held: readonly { readonly id: number; readonly channel_id: number }[],
  at: number,
): Promise<ReadonlySet<number>> {
  if (held.length > 0) {
    await trx
      .updateTable('message')
      .set({ due_at: at })
      .where(
        'id',
        'in',
        held.map((row) => row.id),
      )
      .execute()
  }
  return new Set(held.map((row) => row.channel_id))
}

/** Ends up to 500 messages that a limit has kept since `before` or longer; answers how many. */
export async function endLongHeld(trx: Trx, backend: Backend, before: number, now: number): Promise<number> {
  const late = await trx
    .selectFrom('message')
    .select('id')
    .where('status', '=', sql.lit('queued'))
    .where('waits_since', 'is not', null)
    .where('waits_since', '<=', before)
    // Not what has been let go since and waits for something else.
    .where((where) => where.or([where('due_at', 'is', null), where('failure_code', '=', 'messaging_limit')]))
    .limit(SLICE)
    .execute()
  const failure = { code: 'messaging_limit' } as const
  const moves = late.map(({ id: messageId }) => ({ messageId, to: 'failed', at: now, failure }) as const)
  await moveAllUp(trx, backend, moves, now)
  return late.length
}

/** The vendor refused a message because of its limit: the message's account is taken to be full for a while. */
export async function closeLimit(trx: Trx, messageId: number, until: number): Promise<void> {
  await sql`
    update channel set limit_closed_until = ${until}
    where id = (select channel_id from message where id = ${messageId})
      and coalesce(limit_closed_until, 0) < ${until}`.execute(trx)
}
