import type { TimelineEntry } from '../../contract/api/conversations.ts'
import type { Db } from '../../db/store.ts'
import { toTime } from '../../lib/time.ts'
import type { Actor } from '../access/actor.ts'
import { mustSee } from './list.ts'
import type { Place } from './routing.ts'

const MOST = 500

/** What happened to a conversation besides its messages, oldest first, the last 500 of it. */
export async function timeline(db: Db, actor: Actor, conversationId: number): Promise<TimelineEntry[]> {
  await mustSee(db, actor, conversationId)
  const rows = await db
    .selectFrom('event as e')
    .leftJoin('extension as x', 'x.id', 'e.actor_id')
    .select(['e.id', 'e.type', 'e.at', 'e.actor_id', 'e.data', 'x.name as actor_name'])
    .where('e.conversation_id', '=', conversationId)
    .where('e.message_id', 'is', null)
    .where('e.type', '!=', 'conversation.read')
    .orderBy('e.id', 'desc')
    .limit(MOST)
    .execute()
  const entries = rows.reverse().map((row) => ({ row, data: JSON.parse(row.data) as EntryData }))
  const names = await placeNames(
    db,
    entries.map((entry) => entry.data.to),
  )
  return entries.map(({ row, data }) => ({
    id: row.id,
    type: row.type,
    at: toTime(row.at),
    actor: row.actor_id === null ? null : { id: row.actor_id, name: row.actor_name ?? '' },
    reason: data.reason ?? null,
    source: data.source ?? null,
    detail: data.detail ?? null,
    to: data.to ? names(data.to) : null,
  }))
}

interface EntryData {
  readonly reason?: string
  readonly source?: string
  readonly detail?: string
  readonly to?: Place
}

async function placeNames(
  db: Db,
  places: readonly (Place | undefined)[],
): Promise<(place: Place) => string | null> {
  const extensionIds = places.flatMap((place) =>
    place?.owner_type === 'extension' && place.owner_id !== null ? [place.owner_id] : [],
  )
  const queueIds = places.flatMap((place) => (place && place.queue_id !== null ? [place.queue_id] : []))
  const extensions = extensionIds.length
    ? await db.selectFrom('extension').select(['id', 'name']).where('id', 'in', extensionIds).execute()
    : []
  const queues = queueIds.length
    ? await db.selectFrom('queue').select(['id', 'name']).where('id', 'in', queueIds).execute()
    : []
  return (place) => {
    if (place.owner_type === 'api') return 'API'
    if (place.owner_type === 'extension')
      return extensions.find((one) => one.id === place.owner_id)?.name ?? null
    return queues.find((one) => one.id === place.queue_id)?.name ?? null
  }
}
