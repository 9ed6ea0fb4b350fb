import { sql } from 'kysely'
import { rowset } from '../../db/rowset.ts'
import type { Backend, Trx } from '../../db/store.ts'

/** A contact did something that lets the business write to them for a while. */
export interface Act {
  readonly senderId: number
  readonly identityId: number
  readonly at: number
}

/** Notes the latest act of each contact towards each sender; an earlier one that comes late changes nothing. */
export async function noteActs(trx: Trx, backend: Backend, acts: readonly Act[], now: number): Promise<void> {
  if (acts.length === 0) return
  const latest = new Map<string, { sender_id: number; identity_id: number; at: number }>()
  for (const { senderId, identityId, at } of acts) {
    const key = `${senderId} ${identityId}`
    // A vendor's clock that is ahead of ours must not hold a window open.
    const moment = Math.max(Math.min(at, now), latest.get(key)?.at ?? 0)
    latest.set(key, { sender_id: senderId, identity_id: identityId, at: moment })
  }
  const shape = { sender_id: 'integer', identity_id: 'integer', at: 'integer' } as const
  await sql`
    insert into contact_act (sender_id, identity_id, at)
    select sender_id, identity_id, at from ${rowset(backend, shape, [...latest.values()])} as r
    where true
    on conflict (sender_id, identity_id) do update set at = excluded.at where contact_act.at < excluded.at`.execute(
    trx,
  )
}
