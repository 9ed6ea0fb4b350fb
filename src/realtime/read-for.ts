import type { StreamEvent } from '../contract/api/events.ts'
import type { Actor } from '../core/access/actor.ts'
import type { LaneView } from '../core/outbound/waiting.ts'
import type { Store } from '../db/store.ts'
import { hydrate } from './hydrate.ts'
import { eventsAfter } from './read-events.ts'

/** One page of the log as a person sees it. `next_after` passes over what is not his to see. */
export async function readEvents(
  store: Store,
  lanes: LaneView,
  actor: Actor,
  after: number,
  limit: number,
): Promise<{ data: StreamEvent[]; next_after: number }> {
  const events = await eventsAfter(store.db, store.backend, after, limit)
  const show = await hydrate(store.db, lanes, events, [actor])
  return {
    data: events.flatMap((event) => show(event, actor) ?? []),
    next_after: events.at(-1)?.id ?? after,
  }
}
