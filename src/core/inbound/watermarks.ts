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

/** Moves what was sent before the marks up the ladder; of several marks for one contact the latest counts. */
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
  const passed = await sql<{ id: number; status: Mark['status']; at: number }>`
    select m.id, r.status, r.at from ${rowset(backend, shape, rows)} as r
    cross join conversation as c
    cross join message as m
    where c.sender_id = r.sender_id and c.identity_id = r.identity_id and m.conversation_id = c.id
      and m.direction = 'out' and (m.status = 'sent' or (m.status = 'delivered' and r.status = 'read'))
      and exists (
        select 1 from attempt as a
        where a.message_id = m.id and a.outcome = 'accepted' and r.at >= coalesce((
            select t.at from receipt as t
            where t.channel_id = a.channel_id and t.provider_message_id = a.provider_message_id and t.status = 'sent'
          ), a.started_at)
      )
    order by m.id`.execute(trx)
  const moves = passed.rows.map(({ id, status, at }) => ({ messageId: id, to: status, at }))
  await moveAllUp(trx, backend, moves, now)
}
