import { sql } from 'kysely'
import type { ConversationTotals } from '../../contract/api/conversations.ts'
import type { Db } from '../../db/store.ts'
import type { Actor } from '../access/actor.ts'
import { visibleTo } from './access.ts'
import { type Box, inBox } from './boxes.ts'

/** How many open conversations a person has before him, and how many messages in them he has not read, by box. */
export async function conversationTotals(db: Db, actor: Actor): Promise<ConversationTotals> {
  return { mine: await totalOf(db, actor, 'mine'), queue: await totalOf(db, actor, 'queue') }
}

async function totalOf(db: Db, actor: Actor, box: Box): Promise<{ open: number; unread: number }> {
  const unread = sql<number>`case when c.inbound_count > coalesce(r.read_count, 0)
    then c.inbound_count - coalesce(r.read_count, 0) else 0 end`
  const total = await db
    .selectFrom('conversation as c')
    .leftJoin('conversation_read as r', (join) =>
      join.onRef('r.conversation_id', '=', 'c.id').on('r.extension_id', '=', actor.id),
    )
    .select((select) => [
      select.fn.countAll<number>().as('open'),
      select.fn.coalesce(select.fn.sum<number>(unread), select.lit(0)).as('unread'),
    ])
    .where(visibleTo(actor))
    .where('c.status', '=', 'open')
    .where(inBox(actor, box))
    .executeTakeFirstOrThrow()
  return { open: Number(total.open), unread: Number(total.unread) }
}
