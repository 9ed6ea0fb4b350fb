import type { Message } from '../contract/api/conversations.ts'
import type { StreamEvent } from '../contract/api/events.ts'
import type { Actor } from '../core/access/actor.ts'
import { allowed, type Permission } from '../core/access/permissions.ts'
import { maySee, type Standing } from '../core/conversations/access.ts'
import { presentConversation } from '../core/conversations/present-conversation.ts'
import { messageQuery, presentMessages } from '../core/conversations/present-messages.ts'
import { type ConversationRow, conversationQuery, readCounts } from '../core/conversations/rows.ts'
import type { LaneView } from '../core/outbound/waiting.ts'
import type { Db } from '../db/store.ts'
import { toTime } from '../lib/time.ts'
import type { EventRow } from './read-events.ts'

/** What events that are not of a conversation ask of their reader. */
const asks: Readonly<Record<string, Permission>> = {
  'channel.changed': 'channels.view',
  'quarantine.added': 'quarantine.manage',
  'quarantine.changed': 'quarantine.manage',
}

/** Shows an event to one person: as it is for him, or undefined where it is not for him. */
export type Show = (event: EventRow, actor: Actor) => StreamEvent | undefined

/**
 * Loads what a batch of events tells of, once for all readers, and answers how each person sees them. The rows are those of
 * now, not of the event's moment: a reader gets the newest state, and nothing that has been erased since.
 */
export async function hydrate(
  db: Db,
  lanes: LaneView,
  events: readonly EventRow[],
  readers: readonly Actor[],
): Promise<Show> {
  const conversations = await conversationsOf(db, events)
  const messages = await messagesOf(db, lanes, events)
  const readerIds = [...new Set(readers.map((reader) => reader.id))]
  const read = await readCounts(db, readerIds, [...conversations.keys()])

  return (event, actor) => {
    const base = {
      id: event.id,
      type: event.type,
      at: toTime(event.at),
      conversation_id: event.conversation_id,
      conversation: null,
      message: null,
    }
    const data = JSON.parse(event.data) as Record<string, unknown>
    if (event.conversation_id === null) {
      const permission = asks[event.type]
      const data_ = { ...data, ...(event.channel_id === null ? {} : { channel_id: event.channel_id }) }
      return permission && allowed(actor.role, permission) ? { ...base, data: data_ } : undefined
    }
    const row = conversations.get(event.conversation_id)
    if (!row) return undefined
    // What one has read is nobody else's business.
    if (event.type === 'conversation.read' && event.actor_id !== actor.id) return undefined
    if (!maySee(actor, row))
      return sawBefore(actor, data, row) ? { ...base, data: { left: true } } : undefined
    return {
      ...base,
      conversation: presentConversation(row, lanes, actor, read(actor.id, row.id)),
      message: event.message_id === null ? null : (messages.get(event.message_id) ?? null),
      data,
    }
  }
}

/** Those who saw a conversation until it was handed on are told that it left, and nothing more. */
function sawBefore(actor: Actor, data: Record<string, unknown>, row: ConversationRow): boolean {
  const from = data.from as Pick<Standing, 'owner_type' | 'owner_id' | 'queue_id'> | undefined
  return from !== undefined && maySee(actor, { ...row, ...from })
}

async function conversationsOf(db: Db, events: readonly EventRow[]): Promise<Map<number, ConversationRow>> {
  const ids = unique(events.map((event) => event.conversation_id))
  if (ids.length === 0) return new Map()
  const rows = await conversationQuery(db).where('c.id', 'in', ids).execute()
  return new Map(rows.map((row) => [row.id, row]))
}

async function messagesOf(
  db: Db,
  lanes: LaneView,
  events: readonly EventRow[],
): Promise<Map<number, Message>> {
  const ids = unique(events.map((event) => event.message_id))
  if (ids.length === 0) return new Map()
  const rows = await messageQuery(db).where('m.id', 'in', ids).execute()
  return new Map((await presentMessages(db, lanes, rows)).map((message) => [message.id, message]))
}

function unique(ids: readonly (number | null)[]): number[] {
  return [...new Set(ids.filter((id) => id !== null))]
}
