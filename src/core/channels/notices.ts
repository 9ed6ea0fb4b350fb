import type { InboundNotice } from '../../contract/chat-events.ts'
import type { Backend, Trx } from '../../db/store.ts'
import { appendEvents } from '../events.ts'
import type { ChannelEntry } from './directory.ts'

/** Keeps what a vendor tells the administrator on its channel; the last word stands. */
export async function noteNotices(
  trx: Trx,
  backend: Backend,
  notices: readonly { readonly entry: ChannelEntry; readonly notice: InboundNotice }[],
  now: number,
): Promise<void> {
  for (const { entry, notice } of notices) {
    if (notice.topic !== 'account') continue
    await trx
      .updateTable('channel')
      .set({ notice: notice.detail, notice_at: now })
      .where('id', '=', entry.id)
      .execute()
    await appendEvents(trx, backend, [
      { type: 'channel.changed', at: now, channelId: entry.id, data: { change: 'notice' } },
    ])
  }
}
