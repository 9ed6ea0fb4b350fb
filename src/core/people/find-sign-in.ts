import type { Db } from '../../db/store.ts'
import type { Actor } from '../access/actor.ts'

/** A sign-in that is good now, and whose it is. */
export interface CurrentSignIn {
  readonly id: number
  readonly lastSeenAt: number
  readonly actor: Actor
}

/**
 * Who the token signs in, with the rights of this moment; undefined when it is unknown, ended, unused for `idleMs`, or its
 * person is switched off. `tokenHash` as from `hashToken`.
 */
export async function findSignIn(
  db: Db,
  tokenHash: string,
  now: number,
  idleMs: number,
): Promise<CurrentSignIn | undefined> {
  const rows = await db
    .selectFrom('session as s')
    .innerJoin('extension as e', 'e.id', 's.extension_id')
    .leftJoin('queue_member as m', 'm.extension_id', 'e.id')
    .select(['s.id as sign_in_id', 's.last_seen_at', 'e.id', 'e.name', 'e.role', 'm.queue_id'])
    .where('s.token_hash', '=', tokenHash)
    .where('s.expires_at', '>', now)
    .where('s.last_seen_at', '>', now - idleMs)
    .where('e.active', '=', 1)
    .execute()
  const [first] = rows
  if (!first) return undefined
  return {
    id: first.sign_in_id,
    lastSeenAt: first.last_seen_at,
    actor: {
      id: first.id,
      name: first.name,
      role: first.role,
      queueIds: rows.flatMap((row) => (row.queue_id === null ? [] : [row.queue_id])),
    },
  }
}
