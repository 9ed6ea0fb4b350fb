import type { Destination } from '../../contract/api/common.ts'
import type { Channel, Provider } from '../../contract/provider.ts'
import type { Networks } from '../../lib/net/networks.ts'

/** A channel as the running gateway holds it in memory: with its provider, its open secrets and its senders. */
export interface ChannelEntry {
  readonly id: number
  readonly name: string
  readonly token: string
  readonly active: boolean
  readonly provider: Provider
  readonly channel: Channel
  /** By address as stored: E.164 for numbers. */
  readonly senders: ReadonlyMap<string, SenderEntry>
  readonly messagesPerSecond: number
  /** Whether webhooks are taken from an IP address; undefined where they are taken from any. */
  readonly allowsAddress: Networks | undefined
  /** The rate of messages with files, where the provider counts them apart; otherwise they share the other rate. */
  readonly mediaMessagesPerSecond: number | undefined
  /**
   * A sentence for the administrator where the stored secrets cannot be opened. Such a channel takes webhooks into
   * quarantine only and sends nothing: `provider` sees to it by itself.
   */
  readonly fault: string | null
}

export interface SenderEntry {
  readonly id: number
  readonly address: string
  readonly destination: Destination | null
  /** The channel that takes over what this one cannot hand over. */
  readonly failoverChannelId: number | null
  readonly active: boolean
}

/**
 * Every channel, ready for the paths that cannot wait for the database. It is loaded at start and reloaded, channel by
 * channel, after each committed change; listeners hear of a change once the new entry is in place.
 */
export interface Directory {
  byToken(token: string): ChannelEntry | undefined
  byId(id: number): ChannelEntry | undefined
  all(): readonly ChannelEntry[]
  reload(channelId?: number): Promise<void>
  onChange(listener: (channelId: number, entry: ChannelEntry | undefined) => void): void
}
