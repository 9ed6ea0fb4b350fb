import type { Store } from '../../db/store.ts'
import type { Directory } from '../channels/directory.ts'
import { appendEvents } from '../events.ts'

const DAY_MS = 86_400_000
/** A slice is one commit; others write between two. */
const SLICE = 200

/** Closes conversations without activity for their channel's `auto_close_days`; answers how many. */
export async function closeIdle(store: Store, directory: Directory, now: number): Promise<number> {
  let closed = 0
  for (const entry of directory.all()) {
    const days = Number(entry.channel.values.auto_close_days ?? 0)
    if (days <= 0) continue
    for (;;) {
      const ids = await closeSlice(store, entry.id, now - days * DAY_MS, now)
      closed += ids
      if (ids < SLICE) break
    }
  }
  return closed
}

function closeSlice(store: Store, channelId: number, idleSince: number, now: number): Promise<number> {
  return store.write(async (trx) => {
    const idle = await trx
      .selectFrom('conversation')
      .select('id')
      .where('status', '=', 'open')
      .where('last_activity_at', '<', idleSince)
      .where('channel_id', '=', channelId)
      .orderBy('last_activity_at')
      .limit(SLICE)
      .execute()
    if (idle.length === 0) return 0
    await trx
      .updateTable('conversation')
      .set({ status: 'closed', closed_at: now })
      .where(
        'id',
        'in',
        idle.map((row) => row.id),
      )
      .execute()
    await appendEvents(
      trx,
      store.backend,
      idle.map((row) => ({
        type: 'conversation.closed',
        at: now,
        conversationId: row.id,
        channelId,
        data: { reason: 'idle' },
      })),
    )
    return idle.length
  })
}
