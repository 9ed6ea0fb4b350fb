import { sql } from 'kysely'
import type { Conversation, Message } from '../../contract/api/conversations.ts'
import { Problem } from '../../contract/problems.ts'
import type { Db } from '../../db/store.ts'
import type { Actor } from '../access/actor.ts'
import type { LaneView } from '../outbound/waiting.ts'
import { type Page, pageOf, readCursor } from '../page.ts'
import { visibleTo } from './access.ts'
import { type Box, inBox } from './boxes.ts'
import { presentConversation } from './present-conversation.ts'
import { messageQuery, presentMessages } from './present-messages.ts'
import { type ConversationRow, conversationQuery, readCounts } from './rows.ts'

export interface ConversationFilter {
  readonly box: Box
  readonly status?: 'open' | 'closed' | undefined
  /** Part of a contact's name or address. */
  readonly q?: string | undefined
  readonly cursor?: string | undefined
  readonly limit: number
}

/** The conversations a person may see in a box, latest activity first. */
export async function listConversations(
  db: Db,
  lanes: LaneView,
  actor: Actor,
  filter: ConversationFilter,
): Promise<Page<Conversation>> {
  let query = conversationQuery(db).where(visibleTo(actor))
  const status = filter.box === 'archived' ? 'closed' : (filter.status ?? 'open')
  query = query.where('c.status', '=', status).where(inBox(actor, filter.box))
  if (filter.q !== undefined && filter.q.trim() !== '') {
    const like = `%${filter.q
      .trim()
      .toLowerCase()
      .replace(/[\\%_]/g, '\\$&')}%`
    query = query.where(
      sql<boolean>`(lower(coalesce(p.name, '')) like ${like} escape '\\' or i.address like ${like} escape '\\')`,
    )
  }
  const after = readCursor(filter.cursor, ['number', 'number'])
  if (after) {
    query = query.where(sql<boolean>`(c.last_activity_at, c.id) < (${after[0]}, ${after[1]})`)
  }
  const rows = await query
    .orderBy('c.last_activity_at', 'desc')
    .orderBy('c.id', 'desc')
    .limit(filter.limit + 1)
    .execute()
  const page = pageOf(
    rows,
    filter.limit,
    (row) => [row.last_activity_at, row.id],
    (row) => row,
  )
  return { ...page, data: await present(db, lanes, actor, page.data) }
}

/** One conversation as the person sees it; `not_found` where it is not there or not for him. */
export async function getConversation(
  db: Db,
  lanes: LaneView,
  actor: Actor,
  id: number,
): Promise<Conversation> {
  const row = await conversationQuery(db).where('c.id', '=', id).where(visibleTo(actor)).executeTakeFirst()
  if (!row) throw new Problem('not_found')
  const [conversation] = await present(db, lanes, actor, [row])
  return conversation as Conversation
}

/** `not_found` where the conversation is not there or not for this person. */
export async function mustSee(db: Db, actor: Actor, id: number): Promise<void> {
  const row = await db
    .selectFrom('conversation as c')
    .select('c.id')
    .where('c.id', '=', id)
    .where(visibleTo(actor))
    .executeTakeFirst()
  if (!row) throw new Problem('not_found')
}

async function present(
  db: Db,
  lanes: LaneView,
  actor: Actor,
  rows: readonly ConversationRow[],
): Promise<Conversation[]> {
  const read = await readCounts(
    db,
    [actor.id],
    rows.map((row) => row.id),
  )
  return rows.map((row) => presentConversation(row, lanes, actor, read(actor.id, row.id)))
}

export interface MessageFilter {
  readonly conversationId?: number | undefined
  readonly cursor?: string | undefined
  readonly limit: number
}

/** Messages a person may see, newest first: of one conversation, or of all. */
export async function listMessages(
  db: Db,
  lanes: LaneView,
  actor: Actor,
  filter: MessageFilter,
): Promise<Page<Message>> {
  if (filter.conversationId !== undefined) await mustSee(db, actor, filter.conversationId)
  let query = messageQuery(db).where(visibleTo(actor))
  if (filter.conversationId !== undefined)
    query = query.where('m.conversation_id', '=', filter.conversationId)
  const after = readCursor(filter.cursor, ['number'])
  if (after) query = query.where('m.id', '<', after[0])
  const rows = await query
    .orderBy('m.id', 'desc')
    .limit(filter.limit + 1)
    .execute()
  const page = pageOf(
    rows,
    filter.limit,
    (row) => [row.id],
    (row) => row,
  )
  return { ...page, data: await presentMessages(db, lanes, page.data) }
}

/** One message; `not_found` where it is not there or not for this person. */
export async function getMessage(db: Db, lanes: LaneView, actor: Actor, id: number): Promise<Message> {
  const row = await messageQuery(db).where('m.id', '=', id).where(visibleTo(actor)).executeTakeFirst()
  if (!row) throw new Problem('not_found')
  const [message] = await presentMessages(db, lanes, [row])
  return message as Message
}

/** The further messages of the call that made this one. */
export async function partsOf(db: Db, lanes: LaneView, actor: Actor, firstId: number): Promise<Message[]> {
  const rows = await messageQuery(db)
    .where('m.part_of', '=', firstId)
    .where(visibleTo(actor))
    .orderBy('m.id')
    .execute()
  return presentMessages(db, lanes, rows)
}
