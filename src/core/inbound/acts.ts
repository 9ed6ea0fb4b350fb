import { sql } from 'kysely'
import { rowset } from '../../db/rowset.ts'
import type { Backend, Trx } from '../../db/store.ts'
import type { ChannelEntry } from '../channels/directory.ts'
import { letGoTo } from '../outbound/held.ts'

/** A contact did something that lets the business write to them for a while. */
export interface Act {
  readonly senderId: number
  readonly identityId: number
  readonly at: number
  /** Whether a messaging limit may have held back what was written to them. */
  readonly limited: boolean
}

export const isLimited = ({ provider }: ChannelEntry): boolean => provider.limits.messagingLimit !== undefined

/**
 * Notes the latest act of each contact towards each sender; an earlier one that comes late changes nothing. What was held
 * back for them is due now that their windows are open: answers the channels on which it is.
 */
export async function noteActs(
  trx: Trx,
  backend: Backend,
  acts: readonly Act[],
  now: number,
): Promise<ReadonlySet<number>> {
  if (acts.length === 0) return new Set()
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
  return letGoTo(
    trx,
    backend,
    acts.filter((act) => act.limited),
    now,
  )
}
