import type { ChannelEntry, Directory } from '../channels/directory.ts'

/** A vendor's limit on people who are sent templates outside their window, as it stands for one account of theirs. */
export interface AccountLimit {
  /** What is counted together: the same text on all of its channels. */
  readonly account: string
  /** Infinity where there is no limit. */
  readonly people: number
  /** How long a person counts. */
  readonly keptMs: number
  readonly channelIds: readonly number[]
  readonly senderIds: readonly number[]
}

const HOUR_MS = 3_600_000

/**
 * The limit that a channel falls under; undefined where its vendor has none. An account has one limit: where its active
 * channels disagree, the lowest figure holds.
 */
export function messagingLimitOf(
  directory: Pick<Directory, 'byId' | 'all'>,
  channelId: number,
): AccountLimit | undefined {
  const entry = directory.byId(channelId)
  const limit = entry?.provider.limits.messagingLimit?.value
  const account = entry && accountOf(entry)
  if (limit === undefined || account === undefined) return undefined
  const others = directory.all().filter((one) => one.active && accountOf(one) === account)
  return {
    account,
    people: Math.min(...others.map(peopleOf)),
    keptMs: limit.hours * HOUR_MS,
    channelIds: others.map(({ id }) => id),
    senderIds: others.flatMap(({ senders }) => [...senders.values()].map(({ id }) => id)),
  }
}

/** The limits of all accounts that channels name, each once. */
export function messagingLimits(directory: Pick<Directory, 'byId' | 'all'>): readonly AccountLimit[] {
  const limits = directory.all().flatMap(({ id }) => messagingLimitOf(directory, id) ?? [])
  return [...new Map(limits.map((limit) => [limit.account, limit])).values()]
}

function accountOf({ provider, channel, id }: ChannelEntry): string | undefined {
  const limit = provider.limits.messagingLimit?.value
  if (!limit) return undefined
  for (const field of limit.accountFields) {
    const named = channel.values[field]
    if (typeof named === 'string' && named !== '') return `${provider.id} ${field} ${named}`
  }
  return `${provider.id} channel ${id}`
}

function peopleOf({ provider, channel }: ChannelEntry): number {
  const people = Number(channel.values[provider.limits.messagingLimit?.value.field ?? ''])
  return Number.isInteger(people) ? people : Number.POSITIVE_INFINITY
}
