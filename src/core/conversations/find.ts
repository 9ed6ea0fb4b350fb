import { sql } from 'kysely'
import { Problem } from '../../contract/problems.ts'
import type { Backend, Trx } from '../../db/store.ts'
import type { Actor } from '../access/actor.ts'
import { maySee, type Standing } from './access.ts'

export interface Found extends Standing {
  readonly id: number
  readonly channel_id: number
  readonly sender_id: number
  readonly identity_id: number
  readonly inbound_count: number
}

/**
 * A conversation, locked until the transaction ends, so that what is decided on it still holds when it is written.
 * `not_found` where it is not there or not for this person.
 */
export async function findForChange(trx: Trx, backend: Backend, actor: Actor, id: number): Promise<Found> {
  const found = await sql<Found>`
    select c.id, c.channel_id, c.sender_id, c.identity_id, c.status, c.owner_type, c.owner_id, c.queue_id, c.inbound_count,
      (select pickup_mode from queue as q where q.id = c.queue_id) as pickup_mode
    from conversation as c where c.id = ${id} ${backend === 'postgres' ? sql`for update` : sql``}`.execute(
    trx,
  )
  const row = found.rows[0]
  if (!row || !maySee(actor, row)) throw new Problem('not_found')
  return row
}
