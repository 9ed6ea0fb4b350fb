import { sql } from 'kysely'
import type { InboundMessage } from '../../contract/inbound.ts'
import { rowset } from '../../db/rowset.ts'
import type { Backend, Trx } from '../../db/store.ts'

interface Identified {
  readonly direction: 'in' | 'out'
  readonly entry: { readonly id: number }
  readonly message: InboundMessage
}

/** One vendor id on one channel, as a key. */
export const idKey = (channelId: number, providerMessageId: string): string =>
  `${channelId} ${providerMessageId}`

/** Every id under which a message is known from now on, the first its own. */
export function idsOf(message: InboundMessage): readonly string[] {
  return message.otherIds ? [message.providerMessageId, ...message.otherIds] : [message.providerMessageId]
}

/** Which of the messages' ids are stored already, as keys. Only a committed row proves a duplicate. */
export async function knownIds(
  trx: Trx,
  backend: Backend,
  candidates: readonly Identified[],
): Promise<Set<string>> {
  const rows = candidates.flatMap(({ entry, message }) =>
    idsOf(message).map((id) => ({ channel_id: entry.id, provider_message_id: id })),
  )
  const wanted = rowset(backend, idShape, rows)
  const found = await sql<IdRow>`
    select m.channel_id, m.provider_message_id
    from ${wanted} as r
    cross join message as m
    where m.channel_id = r.channel_id and m.provider_message_id = r.provider_message_id
      and m.direction = 'in'`.execute(trx)
  const known = found.rows.map((row) => idKey(row.channel_id, row.provider_message_id))
  // Few providers give a message more than one id; the others do not pay for it.
  if (candidates.some(({ message }) => message.otherIds || message.hold)) {
    const aliases = await sql<IdRow>`
      select a.channel_id, a.provider_message_id
      from ${wanted} as r
      cross join message_alias as a
      where a.channel_id = r.channel_id and a.provider_message_id = r.provider_message_id`.execute(trx)
    known.push(...aliases.rows.map((row) => idKey(row.channel_id, row.provider_message_id)))
  }
  if (candidates.some(({ direction }) => direction === 'out')) {
    const sent = await sql<IdRow>`
      select a.channel_id, a.provider_message_id
      from ${wanted} as r
      cross join attempt as a
      where a.channel_id = r.channel_id and a.provider_message_id = r.provider_message_id`.execute(trx)
    known.push(...sent.rows.map((row) => idKey(row.channel_id, row.provider_message_id)))
  }
  return new Set(known)
}

const idShape = { channel_id: 'integer', provider_message_id: 'text' } as const
interface IdRow {
  readonly channel_id: number
  readonly provider_message_id: string
}

/** Notes the further ids of messages that were just stored. */
export async function insertAliases(
  trx: Trx,
  backend: Backend,
  arrivals: readonly Identified[],
  messageIds: readonly number[],
): Promise<void> {
  const rows = arrivals.flatMap(({ entry, message }, i) =>
    (message.otherIds ?? []).map((id) => ({
      channel_id: entry.id,
      provider_message_id: id,
      message_id: messageIds[i] as number,
    })),
  )
  if (rows.length === 0) return
  await sql`
    insert into message_alias (channel_id, provider_message_id, message_id)
    select channel_id, provider_message_id, message_id
    from ${rowset(backend, { ...idShape, message_id: 'integer' }, rows)} as r
    where true
    on conflict do nothing`.execute(trx)
}
