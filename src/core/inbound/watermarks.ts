import { sql } from 'kysely'
import type { Backend, Trx } from '../../db/store.ts'
import { moveUp } from '../outbound/ladder.ts'

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
  for (const { senderId, identityId, status, at } of latest.values()) {
    const below = status === 'delivered' ? sql`('sent')` : sql`('sent', 'delivered')`
    // The start of the attempt, not the answer to it: a delivery may be told before that answer is here.
    const passed = await sql<{ id: number }>`
      select m.id from conversation as c
      cross join message as m
      where c.sender_id = ${senderId} and c.identity_id = ${identityId} and m.conversation_id = c.id
        and m.direction = 'out' and m.status in ${below}
        and exists (
          select 1 from attempt as a
          where a.message_id = m.id and a.outcome = 'accepted' and a.started_at <= ${at}
        )`.execute(trx)
    for (const { id } of passed.rows) await moveUp(trx, backend, id, { to: status, at }, now)
  }
}
