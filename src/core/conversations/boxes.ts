import { type RawBuilder, sql } from 'kysely'
import type { Actor } from '../access/actor.ts'
import { allowed } from '../access/permissions.ts'

/** `archived` is closed conversations; the others are open ones unless another status is asked for. */
export type Box = 'mine' | 'queue' | 'all' | 'archived'

/** Whether a conversation, aliased `c`, stands in a person's box. To be asked together with `visibleTo` and the status. */
export function inBox(actor: Actor, box: Box): RawBuilder<boolean> {
  if (box === 'mine') return sql<boolean>`(c.owner_type = 'extension' and c.owner_id = ${actor.id})`
  if (box !== 'queue') return sql<boolean>`1 = 1`
  // Those who read everything also find here what no queue is responsible for.
  return allowed(actor.role, 'conversations.read_all')
    ? sql<boolean>`c.owner_type is null`
    : sql<boolean>`(c.owner_type is null and c.queue_id is not null)`
}
