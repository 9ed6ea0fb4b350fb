import { sql } from 'kysely'
import type { Consent, OptOut } from '../../contract/api/consent.ts'
import type { Db } from '../../db/store.ts'
import { toTime } from '../../lib/time.ts'
import type { Actor } from '../access/actor.ts'
import { mustSee } from '../conversations/list.ts'
import { type Page, pageOf, readCursor } from '../page.ts'

const MOST = 100

/** What was said about writing to a conversation's contact from its business address, the newest first, the last 100 of it. */
export async function consentHistory(db: Db, actor: Actor, conversationId: number): Promise<Consent[]> {
  await mustSee(db, actor, conversationId)
  const rows = await consents(db)
    .innerJoin('sender as s', 's.address', 'k.address')
    .innerJoin('conversation as c', (join) =>
      join.onRef('c.sender_id', '=', 's.id').onRef('c.identity_id', '=', 'k.identity_id'),
    )
    .where('c.id', '=', conversationId)
    .orderBy('k.id', 'desc')
    .limit(MOST)
    .execute()
  return rows.map((row) => ({ ...shown(row), state: row.state }))
}

/** Every contact who wants no messages from a business address now, the latest first; `q` is a part of their name or address. */
export async function listOptOuts(
  db: Db,
  query: { readonly cursor?: string | undefined; readonly limit: number; readonly q?: string | undefined },
): Promise<Page<OptOut>> {
  let rows = consents(db)
    .innerJoin('sender as s', 's.id', 'k.sender_id')
    .innerJoin('channel as ch', 'ch.id', 's.channel_id')
    .innerJoin('identity as i', 'i.id', 'k.identity_id')
    .innerJoin('contact as p', 'p.id', 'i.contact_id')
    .select(['k.sender_id', 's.address as sender_address', 's.channel_id', 'ch.name as channel_name'])
    .select(['p.id as contact_id', 'p.name as contact_name', 'i.address as contact_address'])
    .where('k.state', '=', 'out')
    .where(sql<boolean>`not exists (
      select 1 from consent as l
      where l.address = k.address and l.identity_id = k.identity_id and l.id > k.id
    )`)
    .orderBy('k.id', 'desc')
    .limit(query.limit + 1)
  const before = readCursor(query.cursor, ['number'])
  if (before) rows = rows.where('k.id', '<', before[0])
  const words = query.q?.trim().toLowerCase()
  if (words) {
    const like = `%${words.replace(/[\\%_]/g, '\\$&')}%`
    rows = rows.where(
      sql<boolean>`(lower(coalesce(p.name, '')) like ${like} escape '\\' or i.address like ${like} escape '\\')`,
    )
  }
  return pageOf(
    await rows.execute(),
    query.limit,
    (row) => [row.id],
    (row): OptOut => ({
      ...shown(row),
      sender: {
        id: row.sender_id,
        address: row.sender_address,
        channel_id: row.channel_id,
        channel_name: row.channel_name,
      },
      contact: { id: row.contact_id, name: row.contact_name, address: row.contact_address },
    }),
  )
}

function consents(db: Db) {
  return db
    .selectFrom('consent as k')
    .leftJoin('extension as x', 'x.id', 'k.actor_id')
    .select(['k.id', 'k.state', 'k.source', 'k.words', 'k.at', 'k.actor_id', 'x.name as actor_name'])
}

function shown(row: {
  readonly id: number
  readonly source: Consent['source']
  readonly words: string
  readonly at: number
  readonly actor_id: number | null
  readonly actor_name: string | null
}): Omit<Consent, 'state'> {
  return {
    id: row.id,
    source: row.source,
    words: row.words,
    at: toTime(row.at),
    actor: row.actor_id === null ? null : { id: row.actor_id, name: row.actor_name ?? '' },
  }
}
