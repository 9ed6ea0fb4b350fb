import type { Io } from '../../contract/io.ts'
import { Problem } from '../../contract/problems.ts'
import type { CheckFact, CheckResult } from '../../contract/provider.ts'
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

type Found = Required<CheckResult>

export interface Checked extends Found {
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
    await storeFound(options.store, entry.id, found, checkedAt)
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

async function ask(entry: ChannelEntry, options: ChecksOptions): Promise<Found> {
  const { provider, channel } = entry
  const nothing = { facts: [], senders: [] }
  if (!provider.check) {
    const detail = `${provider.name} offers no way to check credentials: the first message proves them.`
    return { ...nothing, status: 'unchecked', detail }
  }
  const secretNames = provider.fields.filter((field) => field.secret).map((field) => field.name)
  const secrets = secretNames.map((name) => channel.values[name]?.toString())
  const words = (text: string) => vendorWords(text, secrets)
  try {
    const { status, detail, facts = [], senders = [] } = await provider.check(channel, options.io(entry))
    return {
      status,
      detail: words(detail),
      facts: facts.map((fact) => ({ ...fact, value: wordsOf(fact.value, words) })),
      senders: senders.map(({ address, name }) => ({ address, name: words(name) })),
    }
  } catch (error) {
    options.crashed(entry, error)
    const detail = 'The check stopped with an error of its own; see the log.'
    return { ...nothing, status: 'request_failed', detail }
  }
}

const wordsOf = (value: CheckFact['value'], words: (text: string) => string) =>
  typeof value === 'string' ? words(value) : { en: words(value.en), zh: words(value.zh) }

async function storeFound(store: Store, channelId: number, found: Found, at: number): Promise<void> {
  const { status } = found
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
      .set({ status, status_detail: found.detail, facts: JSON.stringify(found.facts), checked_at: at })
      .where('id', '=', channelId)
      .execute()
    let renamed = false
    for (const { address, name } of found.senders) {
      const changed = await trx
        .updateTable('sender')
        .set({ name })
        .where('channel_id', '=', channelId)
        .where('address', '=', address)
        .where((where) => where.or([where('name', 'is', null), where('name', '<>', name)]))
        .executeTakeFirst()
      renamed ||= changed.numUpdatedRows > 0n
    }
    if (before.status !== status || renamed) {
      const data = { change: 'status', from: before.status, to: status }
      await appendEvents(trx, store.backend, [{ type: 'channel.changed', at, channelId, data }])
    }
  })
}
