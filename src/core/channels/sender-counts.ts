import { sql } from 'kysely'
import type { SenderCounts } from '../../contract/api/channels.ts'
import type { Db } from '../../db/store.ts'

/**
 * What each sender did between two moments (milliseconds UTC): the hours that begin at or after `from` and before `to`.
 * Senders that did nothing are listed with zeros; those of removed channels are not listed.
 */
export async function senderCounts(db: Db, from: number, to: number): Promise<readonly SenderCounts[]> {
  const sum = (column: 'sent' | 'succeeded' | 'failed' | 'received') =>
    sql<number>`cast(coalesce(sum(${sql.ref(column)}), 0) as bigint)`.as(column)
  return db
    .selectFrom('sender')
    .innerJoin('channel', 'channel.id', 'sender.channel_id')
    .leftJoin('sender_hour', (join) =>
      join.onRef('sender_id', '=', 'sender.id').on('hour', '>=', from).on('hour', '<', to),
    )
    .select(['sender.id as sender_id', 'address', 'channel_id'])
    .select([sum('sent'), sum('succeeded'), sum('failed'), sum('received')])
    .where('deleted_at', 'is', null)
    .groupBy(['sender.id', 'address', 'channel_id'])
    .orderBy('sender.id')
    .execute()
}
