import type { Io } from '../../contract/io.ts'
import { Problem } from '../../contract/problems.ts'
import type { Listed } from '../../contract/provider.ts'
import type { Store } from '../../db/store.ts'
import type { ChannelEntry, Directory } from '../channels/directory.ts'
import type { Ingest } from './ingest.ts'

/** Asked again, so that what the vendor listed late is not passed by. */
const OVERLAP_MS = 15 * 60_000
/** However long the gateway was away, it asks for no more than this by itself. */
const LONGEST_MS = 7 * 86_400_000

export interface MissedOptions {
  readonly store: Store
  readonly directory: Directory
  readonly ingest: Ingest
  io(entry: ChannelEntry): Io
  now(): number
  /** A provider's list threw, which only a bug does. */
  crashed(entry: ChannelEntry, error: unknown): void
}

/** What a look for missed messages brought: `fresh` of those `found` were not here yet. */
export interface MissedResult {
  readonly since: number
  readonly checkedAt: number
  readonly found: number | null
  readonly fresh: number | null
  /** Why the vendor could not be asked, in a sentence; the counts are null then. */
  readonly error: string | null
}

/**
 * Asks a channel's vendor for the messages that it took in since a moment, and stores those that no webhook brought; what
 * is here already is known by its id. Without `since` it goes on where the last look ended. Nothing from before the channel
 * was added is taken. Throws `not_found`, `channel_off`, and `conflict` where the vendor lists nothing.
 */
export type FindMissed = (channelId: number, since?: number) => Promise<MissedResult>

export function createFindMissed(options: MissedOptions): FindMissed {
  const { store, directory, now } = options
  const underWay = new Map<number, Promise<unknown>>()

  async function find(channelId: number, asked: number | undefined): Promise<MissedResult> {
    const entry = directory.byId(channelId)
    if (!entry) throw new Problem('not_found')
    if (!entry.active) throw new Problem('channel_off')
    if (!entry.provider.listInbound) {
      throw new Problem('conflict', `${entry.provider.name} lists no messages: only webhooks bring them.`)
    }
    const checkedAt = now()
    const since = await startOf(store, channelId, asked, checkedAt)
    const listed = await list(entry, since)
    if (!listed.ok) {
      const failed = { since, checkedAt, found: null, fresh: null, error: listed.failed }
      await keep(store, channelId, failed)
      return failed
    }
    // What was written first is heeded first: a START may follow a STOP.
    const messages = listed.messages.toSorted((a, b) => a.receivedAt - b.receivedAt)
    const found = messages.length
    const stored = found > 0 ? await options.ingest({ entry, events: messages }) : { messages: 0 }
    const result = { since, checkedAt, found, fresh: stored.messages, error: null }
    await keep(store, channelId, result)
    return result
  }

  async function list(entry: ChannelEntry, since: number): Promise<Listed> {
    try {
      const listed = await entry.provider.listInbound?.(since, entry.channel, options.io(entry))
      return listed ?? { ok: true, messages: [] }
    } catch (error) {
      options.crashed(entry, error)
      return { ok: false, failed: 'The look stopped with an error of its own; see the log.' }
    }
  }

  // One look at a time for each channel: two would ask the vendor twice for nothing.
  return async (channelId, since) => {
    const before = underWay.get(channelId) ?? Promise.resolve()
    const looking = before.catch(() => undefined).then(() => find(channelId, since))
    underWay.set(channelId, looking)
    try {
      return await looking
    } finally {
      if (underWay.get(channelId) === looking) underWay.delete(channelId)
    }
  }
}

async function startOf(
  store: Store,
  channelId: number,
  asked: number | undefined,
  now: number,
): Promise<number> {
  const channel = await store.db
    .selectFrom('channel')
    .select(['created_at', 'missed_until'])
    .where('id', '=', channelId)
    .executeTakeFirstOrThrow()
  const from = asked ?? Math.max((channel.missed_until ?? 0) - OVERLAP_MS, now - LONGEST_MS)
  return Math.max(from, channel.created_at)
}

async function keep(store: Store, channelId: number, result: MissedResult): Promise<void> {
  const { since, checkedAt, found, fresh, error } = result
  await store.write(async (trx) => {
    const { missed_until } = await trx
      .selectFrom('channel')
      .select('missed_until')
      .where('id', '=', channelId)
      .executeTakeFirstOrThrow()
    // A look that began later than the last one ended leaves a gap, which the next one by itself goes over.
    const whole = error === null && (missed_until === null || since <= missed_until)
    await trx
      .updateTable('channel')
      .set({
        missed_checked_at: checkedAt,
        missed_found: found,
        missed_new: fresh,
        missed_error: error,
        ...(whole ? { missed_until: checkedAt } : {}),
      })
      .where('id', '=', channelId)
      .execute()
  })
}
