import { sql } from 'kysely'
import { rowset } from '../../db/rowset.ts'
import type { Backend, Trx } from '../../db/store.ts'
import type { ChannelEntry, SenderEntry } from '../channels/directory.ts'
import { placeOf } from '../conversations/routing.ts'

interface Wanted {
  readonly entry: Pick<ChannelEntry, 'id'>
  readonly sender: SenderEntry
}

const keyOf = (senderId: number, identityId: number): string => `${senderId} ${identityId}`

/**
 * The open conversation between each sender and identity, in order. Where there is none a new one opens at the sender's
 * destination, or at nobody's where that is an extension that was switched off; `opened` names those.
 */
export async function openConversations(
  trx: Trx,
  backend: Backend,
  wanted: readonly Wanted[],
  identityIds: readonly number[],
  now: number,
): Promise<{ conversationIds: number[]; opened: Set<number> }> {
  const threads = new Map<string, { entry: Wanted['entry']; sender: SenderEntry; identityId: number }>()
  wanted.forEach(({ entry, sender }, i) => {
    const identityId = identityIds[i] as number
    threads.set(keyOf(sender.id, identityId), { entry, sender, identityId })
  })
  const rows = [...threads.values()].map(({ sender, identityId }) => ({
    sender_id: sender.id,
    identity_id: identityId,
  }))
  const found = await sql<{ id: number; sender_id: number; identity_id: number }>`
    select c.id, c.sender_id, c.identity_id
    from ${rowset(backend, { sender_id: 'integer', identity_id: 'integer' }, rows)} as r
    cross join conversation as c
    where c.sender_id = r.sender_id and c.identity_id = r.identity_id and c.status = 'open'`.execute(trx)
  const ids = new Map(found.rows.map((row) => [keyOf(row.sender_id, row.identity_id), row.id]))

  const missing = [...threads.entries()].filter(([key]) => !ids.has(key)).map(([, thread]) => thread)
  const opened = new Set<number>()
  if (missing.length > 0) {
    const shape = {
      channel_id: 'integer',
      sender_id: 'integer',
      identity_id: 'integer',
      owner_type: 'text',
      owner_id: 'integer',
      queue_id: 'integer',
      at: 'integer',
    } as const
    const values = missing.map(({ entry, sender, identityId }) => ({
      channel_id: entry.id,
      sender_id: sender.id,
      identity_id: identityId,
      ...placeOf(sender.destination),
      at: now,
    }))
    const inserted = await sql<{ id: number; sender_id: number; identity_id: number }>`
      insert into conversation (channel_id, sender_id, identity_id, status, owner_type, owner_id, queue_id, opened_at,
        last_activity_at)
      select r.channel_id, r.sender_id, r.identity_id, 'open', case when x.active = 0 then null else r.owner_type end,
        case when x.active = 0 then null else r.owner_id end, r.queue_id, r.at, r.at
      from ${rowset(backend, shape, values)} as r
      left join extension as x on r.owner_type = 'extension' and x.id = r.owner_id
      returning id, sender_id, identity_id`.execute(trx)
    for (const row of inserted.rows) {
      ids.set(keyOf(row.sender_id, row.identity_id), row.id)
      opened.add(row.id)
    }
  }
  const conversationIds = wanted.map(
    ({ sender }, i) => ids.get(keyOf(sender.id, identityIds[i] as number)) as number,
  )
  return { conversationIds, opened }
}
