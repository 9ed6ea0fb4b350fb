import { sql } from 'kysely'
import type { Trx } from '../../db/store.ts'

/** Puts, changes or takes back (null) a reaction; answers false, and changes nothing, for a repeated or outdated one. */
export async function putReaction(
  trx: Trx,
  messageId: number,
  by: 'contact' | 'business',
  emoji: string | null,
  at: number,
): Promise<boolean> {
  const put = await trx
    .insertInto('reaction')
    .values({ message_id: messageId, by, emoji, at })
    .onConflict((conflict) =>
      conflict
        .columns(['message_id', 'by'])
        .doUpdateSet({ emoji, at })
        .where('reaction.at', '<=', at)
        .where(sql<boolean>`reaction.emoji is distinct from excluded.emoji`),
    )
    .executeTakeFirst()
  return (put.numInsertedOrUpdatedRows ?? 0n) > 0n
}
