import type { ApiChannel } from '../../contract/api/channels.ts'
import type { Provider } from '../../contract/provider.ts'
import type { Store } from '../../db/store.ts'
import { isQuarantined } from '../quarantine/states.ts'
import type { Directory } from './directory.ts'
import { presentChannel } from './present-channel.ts'
import { providerById } from './provider-by-id.ts'
import { secretHints } from './secrets.ts'
import { sendersOf } from './sender-shape.ts'
import { webhookUrl } from './webhook-url.ts'

/** How a channel's lane stands. */
export interface LaneStats {
  readonly waiting: number
  /** How long the oldest has waited past its due time. */
  readonly oldestWaitingMs: number | null
}

export interface PresenterOptions {
  readonly store: Store
  readonly providers: Readonly<Record<string, Provider>>
  readonly directory: Directory
  readonly publicUrl: string
  now(): number
  /** By channel; one that has nothing waiting may be missing. */
  laneStats(): Promise<ReadonlyMap<number, LaneStats>>
  /** Refused webhooks of today that were only counted. */
  quarantineDropped(channelId: number): number
}

/** Shows channels as the API does, lowest id first; those that are not there, or no longer, are left out. */
export function createPresenter(options: PresenterOptions) {
  const { store, providers, directory, publicUrl } = options
  return async (channelIds: readonly number[]): Promise<readonly ApiChannel[]> => {
    if (channelIds.length === 0) return []
    const { db } = store
    const rows = await db
      .selectFrom('channel')
      .selectAll()
      .where('id', 'in', channelIds)
      .where('deleted_at', 'is', null)
      .orderBy('id')
      .execute()
    const secrets = await secretHints(db, channelIds, options.now())
    const senders = await sendersOf(db, channelIds)
    const lanes = await options.laneStats()
    const quarantined = await quarantinedCounts(db, channelIds)
    return rows.map((row) => {
      const entry = directory.byId(row.id)
      const lane = lanes.get(row.id)
      return presentChannel({
        row,
        provider: entry?.provider ?? providerById(providers, row.provider),
        entry,
        webhookUrl: webhookUrl(publicUrl, row.provider, row.token),
        secrets: secrets.get(row.id) ?? new Map(),
        senders: senders.get(row.id) ?? [],
        lane: {
          waiting: lane?.waiting ?? 0,
          oldest_waiting_ms: lane?.oldestWaitingMs ?? null,
          messages_per_second: entry?.messagesPerSecond ?? 0,
          media_messages_per_second: entry?.mediaMessagesPerSecond ?? null,
        },
        quarantined: quarantined.get(row.id) ?? 0,
        quarantineDropped: options.quarantineDropped(row.id),
      })
    })
  }
}

async function quarantinedCounts(
  db: Store['db'],
  channelIds: readonly number[],
): Promise<ReadonlyMap<number, number>> {
  const rows = await db
    .selectFrom('webhook_request')
    .select(['channel_id', (count) => count.fn.countAll<number>().as('count')])
    .where(isQuarantined())
    .where('channel_id', 'in', channelIds)
    .groupBy('channel_id')
    .execute()
  return new Map(rows.map((row) => [row.channel_id, row.count]))
}
