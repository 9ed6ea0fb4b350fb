import { sql } from 'kysely'
import { rowset } from '../../db/rowset.ts'
import type { Backend, Trx } from '../../db/store.ts'
import { idKey } from './known-ids.ts'

export interface VendorId {
  readonly channelId: number
  readonly providerMessageId: string
}

/** A message, in either direction, that a vendor names. */
export interface Target {
  readonly id: number
  readonly conversationId: number
  readonly direction: 'in' | 'out'
  text: string | null
  editedAt: number | null
  deletedAt: number | null
}

interface Row {
  id: number
  conversation_id: number
  direction: 'in' | 'out'
  text: string | null
  edited_at: number | null
  deleted_at: number | null
  channel_id: number
  named: string
}

/** The messages with these vendor ids, by `idKey`; those that we do not have are left out. */
export async function targetsOf(
  trx: Trx,
  backend: Backend,
  wanted: readonly VendorId[],
): Promise<Map<string, Target>> {
  if (wanted.length === 0) return new Map()
  const ids = rowset(
    backend,
    { channel_id: 'integer', named: 'text' },
    wanted.map((one) => ({ channel_id: one.channelId, named: one.providerMessageId })),
  )
  const shown = sql`m.id, m.conversation_id, m.direction, m.text, m.edited_at, m.deleted_at, r.channel_id, r.named`
  const found = await sql<Row>`
    select ${shown} from ${ids} as r cross join message as m
    where m.channel_id = r.channel_id and m.provider_message_id = r.named and m.direction = 'in'
    union all
    select ${shown} from ${ids} as r cross join attempt as a cross join message as m
    where a.channel_id = r.channel_id and a.provider_message_id = r.named and m.id = a.message_id`.execute(
    trx,
  )
  return new Map(
    found.rows.map((row) => [
      idKey(row.channel_id, row.named),
      {
        id: row.id,
        conversationId: row.conversation_id,
        direction: row.direction,
        text: row.text,
        editedAt: row.edited_at,
        deletedAt: row.deleted_at,
      },
    ]),
  )
}
