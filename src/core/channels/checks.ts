import type { Io } from '../../contract/io.ts'
import { Problem } from '../../contract/problems.ts'
import type { ChannelStatus } from '../../contract/provider.ts'
import type { Store } from '../../db/store.ts'
import { vendorWords } from '../../lib/vendor-words.ts'
import { appendEvents } from '../events.ts'
import type { ChannelEntry, Directory } from './directory.ts'

export interface ChecksOptions {
  readonly store: Store
  readonly directory: Directory
  /** The guarded client, as a provider gets it for one call. */
  io(entry: ChannelEntry): Io
  now(): number
  /** A provider's check threw, which only a bug does. */
  crashed(entry: ChannelEntry, error: unknown): void
}

export interface Checked {
  readonly status: ChannelStatus
  readonly detail: string
  readonly checkedAt: number
}

/**
 * Proves a channel's credentials with its vendor and stores what came of it; an event tells when the state moved. The
 * state is for people to see: nothing that comes in or goes out asks for it. Throws `not_found`.
 */
export type Check = (channelId: number) => Promise<Checked>

export function createCheck(options: ChecksOptions): Check {
  const underWay = new Map<ChannelEntry, Promise<Checked>>()

  async function run(entry: ChannelEntry): Promise<Checked> {
    const found = await ask(entry, options)
    // The channel was changed meanwhile: the answer belongs to credentials that are gone.
    if (options.directory.byId(entry.id) !== entry) return check(entry.id)
    const checkedAt = options.now()
    await storeStatus(options.store, entry.id, found.status, found.detail, checkedAt)
    return { ...found, checkedAt }
  }

  // Asked twice at a time, the vendor is asked once; but not for a check of the channel as it was before a change.
  async function check(channelId: number): Promise<Checked> {
    const entry = options.directory.byId(channelId)
    if (!entry) throw new Problem('not_found')
    const known = underWay.get(entry)
    if (known !== undefined) return known
    const started = run(entry).finally(() => underWay.delete(entry))
    underWay.set(entry, started)
    return started
  }
  return check
}

async function ask(
  entry: ChannelEntry,
  options: ChecksOptions,
): Promise<{ status: ChannelStatus; detail: string }> {
  const { provider, channel } = entry
  if (!provider.check) {
    return {
      status: 'unchecked',
      detail: `${provider.name} offers no way to check credentials: the first message proves them.`,
    }
  }
  const secretNames = provider.fields.filter((field) => field.secret).map((field) => field.name)
  const secrets = secretNames.map((name) => channel.values[name]?.toString())
  try {
    const { status, detail } = await provider.check(channel, options.io(entry))
    return { status, detail: vendorWords(detail, secrets) }
  } catch (error) {
    options.crashed(entry, error)
    return { status: 'request_failed', detail: 'The check stopped with an error of its own; see the log.' }
  }
}

async function storeStatus(
  store: Store,
  channelId: number,
  status: ChannelStatus,
  detail: string,
  at: number,
): Promise<void> {
  await store.write(async (trx) => {
    const before = await trx
      .selectFrom('channel')
      .select('status')
      .where('id', '=', channelId)
      .where('deleted_at', 'is', null)
      .executeTakeFirst()
    if (!before) return
    await trx
      .updateTable('channel')
      .set({ status, status_detail: detail, checked_at: at })
      .where('id', '=', channelId)
      .execute()
    if (before.status === status) return
    const data = { change: 'status', from: before.status, to: status }
    await appendEvents(trx, store.backend, [{ type: 'channel.changed', at, channelId, data }])
  })
}
