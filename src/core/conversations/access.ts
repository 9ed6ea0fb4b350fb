import { type RawBuilder, sql } from 'kysely'
import type { PickupMode } from '../../db/tables/people.ts'
import type { Actor } from '../access/actor.ts'
import { allowed } from '../access/permissions.ts'

/** What decides who may see and write: the whole rule stands in this file. */
export interface Standing {
  readonly status: 'open' | 'closed'
  readonly owner_type: 'extension' | 'api' | null
  readonly owner_id: number | null
  readonly queue_id: number | null
  readonly pickup_mode: PickupMode | null
}

/**
 * Supervisors and administrators see every conversation. An agent sees those he owns, and those of his queues that nobody
 * owns.
 */
export function maySee(actor: Actor, standing: Standing): boolean {
  if (allowed(actor.role, 'conversations.read_all')) return true
  if (standing.owner_type === 'extension') return standing.owner_id === actor.id
  return standing.owner_type === null && isMember(actor, standing)
}

/** `maySee` as a condition on a `conversation` aliased `c`. */
export function visibleTo(actor: Actor): RawBuilder<boolean> {
  if (allowed(actor.role, 'conversations.read_all')) return sql<boolean>`1 = 1`
  const own = sql`(c.owner_type = 'extension' and c.owner_id = ${actor.id})`
  if (actor.queueIds.length === 0) return sql<boolean>`${own}`
  return sql<boolean>`(${own} or (c.owner_type is null and c.queue_id in (${sql.join([...actor.queueIds])})))`
}

/** The owner writes; where nobody owns, whoever is responsible may. */
export function mayWrite(actor: Actor, standing: Standing): boolean {
  if (standing.status !== 'open') return false
  return standing.owner_type === null ? isResponsible(actor, standing) : isOwner(actor, standing)
}

/** A queue whose mode is `none` has no owners, so there is nothing to pick up. */
export function mayPickUp(actor: Actor, standing: Standing): boolean {
  if (standing.status !== 'open' || standing.owner_type !== null) return false
  return standing.pickup_mode !== 'none' && isResponsible(actor, standing)
}

/** Transfer and close: the owner, whoever is responsible where nobody owns, and always supervisors and administrators. */
export function mayDirect(actor: Actor, standing: Standing): boolean {
  if (standing.status !== 'open') return false
  return allowed(actor.role, 'conversations.read_all') || mayWrite(actor, standing)
}

/** A customer's STOP is undone by people only where a supervisor or an administrator answers for it. */
export function mayOptIn(actor: Actor, standing: Standing): boolean {
  return allowed(actor.role, 'conversations.read_all') && mayDirect(actor, standing)
}

function isOwner(actor: Actor, standing: Standing): boolean {
  return standing.owner_type === 'extension' && standing.owner_id === actor.id
}

function isMember(actor: Actor, standing: Standing): boolean {
  return standing.queue_id !== null && actor.queueIds.includes(standing.queue_id)
}

function isResponsible(actor: Actor, standing: Standing): boolean {
  return isMember(actor, standing) || allowed(actor.role, 'conversations.read_all')
}
