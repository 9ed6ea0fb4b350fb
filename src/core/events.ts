import { sql } from 'kysely'
import type { EventType } from '../contract/api/events.ts'
import { rowset } from '../db/rowset.ts'
import type { Backend, Trx } from '../db/store.ts'

/** A row for the event log. `data` holds what the rows named do not tell, and never message text or a secret. */
export interface NewEvent {
  readonly type: EventType
  readonly at: number
  readonly conversationId?: number | undefined
  readonly messageId?: number | undefined
  readonly channelId?: number | undefined
  /** The extension that did it; none for contacts, carriers and Trunkline itself. */
  readonly actorId?: number | undefined
  readonly data?: Readonly<Record<string, unknown>> | undefined
}

const shape = {
  at: 'integer',
  type: 'text',
  conversation_id: 'integer',
  message_id: 'integer',
  channel_id: 'integer',
  actor_id: 'integer',
  data: 'text',
} as const

/** Writes events in the transaction of the change they tell of; they get their numbers in the order given. */
export async function appendEvents(trx: Trx, backend: Backend, events: readonly NewEvent[]): Promise<void> {
  if (events.length === 0) return
  const rows = events.map((event) => ({
    at: event.at,
    type: event.type,
    conversation_id: event.conversationId,
    message_id: event.messageId,
    channel_id: event.channelId,
    actor_id: event.actorId,
    data: event.data ? JSON.stringify(event.data) : '{}',
  }))
  await sql`
    insert into event (at, type, conversation_id, message_id, channel_id, actor_id, data)
    select at, type, conversation_id, message_id, channel_id, actor_id, data
    from ${rowset(backend, shape, rows)} as r`.execute(trx)
}
