import type { ApiChannel, Sender } from '../../contract/api/channels.ts'
import type { Db, Trx } from '../../db/store.ts'
import { groupBy } from '../../lib/group-by.ts'
import { destinationOf } from './load-directory.ts'

/** The senders of channels as the API shows them, by channel, in the order in which they were made. */
export async function sendersOf(
  db: Db | Trx,
  channelIds: readonly number[],
): Promise<ReadonlyMap<number, ApiChannel['senders']>> {
  if (channelIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('sender')
    .leftJoin('sender_starter', 'sender_starter.sender_id', 'sender.id')
    .selectAll('sender')
    .select('extension_id')
    .where('channel_id', 'in', channelIds)
    .orderBy('sender.id')
    .orderBy('extension_id')
    .execute()
  const senders = [...groupBy(rows, (row) => row.id).values()].map((group): Sender => {
    const row = group[0]!
    return {
      id: row.id,
      channel_id: row.channel_id,
      address: row.address,
      name: row.name,
      destination: destinationOf(row),
      starters: group.flatMap((one) => one.extension_id ?? []),
      failover_channel_id: row.failover_channel_id,
      active: row.active === 1,
    }
  })
  const byChannel = new Map<number, Sender[]>(channelIds.map((id) => [id, []]))
  for (const sender of senders) byChannel.get(sender.channel_id)?.push(sender)
  return byChannel
}

/** One sender as the API shows it; undefined where it does not exist or its channel was removed. */
export async function senderById(db: Db | Trx, id: number): Promise<Sender | undefined> {
  const row = await db
    .selectFrom('sender')
    .innerJoin('channel', 'channel.id', 'sender.channel_id')
    .select('channel_id')
    .where('sender.id', '=', id)
    .where('channel.deleted_at', 'is', null)
    .executeTakeFirst()
  if (!row) return undefined
  const senders = (await sendersOf(db, [row.channel_id])).get(row.channel_id)
  return senders?.find((sender) => sender.id === id)
}
