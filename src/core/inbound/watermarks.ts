import { sql } from 'kysely'
import { rowset } from '../../db/rowset.ts'
import type { Backend, Trx } from '../../db/store.ts'
import { moveAllUp } from '../outbound/ladder.ts'

/** All that a sender sent to a contact at or before `at` was delivered, or read. */
export interface Mark {
  readonly senderId: number
  readonly identityId: number
  readonly status: 'delivered' | 'read'
  readonly at: number
}

/**
 * Moves what was sent before the marks up the ladder; of several marks for one contact the latest counts. A send whose outcome
 * is not known yet keeps its mark until it is (`passed_status`).
 */
export async function moveUpTo(
  trx: Trx,
  backend: Backend,
  marks: readonly Mark[],
  now: number,
): Promise<void> {
  const latest = new Map<string, Mark>()
  for (const mark of marks) {
    const key = `${mark.senderId} ${mark.identityId} ${mark.status}`
    if (mark.at > (latest.get(key)?.at ?? 0)) latest.set(key, mark)
  }
  if (latest.size === 0) return
  const shape = { sender_id: 'integer', identity_id: 'integer', status: 'text', at: 'integer' } as const
  const rows = [...latest.values()].map(({ senderId, identityId, status, at }) => {
    return { sender_id: senderId, identity_id: identityId, status, at }
  })
  // When the vendor says that it sent it, by the same clock as the mark; else the start of the attempt, not the answer to it:
  // a delivery may be told before that answer is here.
  const passed = await sql<PassedRow>`
    select m.id, a.id as attempt_id, a.outcome, r.status, r.at from ${rowset(backend, shape, rows)} as r
    cross join conversation as c
    cross join message as m
    cross join attempt as a
    where c.sender_id = r.sender_id and c.identity_id = r.identity_id and m.conversation_id = c.id
      and m.direction = 'out' and a.message_id = m.id
      and case a.outcome
        when 'accepted' then m.status = 'sent' or (m.status = 'delivered' and r.status = 'read')
        else a.outcome in ('open', 'unknown') and m.status in ('sending', 'unconfirmed') end
      and r.at >= coalesce((
          select t.at from receipt as t
          where t.channel_id = a.channel_id and t.provider_message_id = a.provider_message_id and t.status = 'sent'
        ), a.started_at)
    order by m.id`.execute(trx)
  const moves = passed.rows.filter((row) => row.outcome === 'accepted')
  await moveAllUp(
    trx,
    backend,
    moves.map(({ id, status, at }) => ({ messageId: id, to: status, at })),
    now,
  )
  await keepMarks(
    trx,
    backend,
    passed.rows.filter((row) => row.outcome !== 'accepted'),
  )
}

interface PassedRow {
  readonly id: number
  readonly attempt_id: number
  readonly outcome: string
  readonly status: Mark['status']
  readonly at: number
}

/** For sends whose outcome is not known yet; what was read was delivered. */
async function keepMarks(trx: Trx, backend: Backend, passed: readonly PassedRow[]): Promise<void> {
  const highest = new Map<number, { id: number; status: Mark['status']; at: number }>()
  for (const { attempt_id: id, status, at } of passed) {
    if (highest.get(id)?.status !== 'read') highest.set(id, { id, status, at })
  }
  if (highest.size === 0) return
  await sql`
    update attempt set passed_status = r.status, passed_at = r.at
    from ${rowset(backend, { id: 'integer', status: 'text', at: 'integer' }, [...highest.values()])} as r
    where attempt.id = r.id and (attempt.passed_status is null or r.status = 'read')`.execute(trx)
}
