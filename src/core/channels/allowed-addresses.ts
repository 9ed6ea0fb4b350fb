import type { RawRequest } from '../../contract/inbound.ts'
import type { Refusal } from '../../contract/provider.ts'
import type { SettingValues } from '../../contract/settings.ts'
import { type Networks, readNetworks, splitNetworks } from '../../lib/net/networks.ts'
import type { ChannelEntry } from './directory.ts'

/** The addresses and networks from which alone a channel takes webhooks; empty where it takes them from anywhere. */
export function allowedAddresses(values: SettingValues): string[] {
  const { allowed_addresses: list } = values
  return typeof list === 'string' ? splitNetworks(list) : []
}

/** As a test of addresses; undefined where every address may post. */
export function allowsAddress(values: SettingValues): Networks | undefined {
  const list = allowedAddresses(values)
  if (list.length === 0) return undefined
  return readNetworks(list) ?? (() => false)
}

/** Why a webhook is not taken from where it came; undefined where it is. */
export function addressRefusal(entry: ChannelEntry, request: RawRequest): Refusal | undefined {
  const { remoteAddress } = request
  if (!entry.allowsAddress || (remoteAddress && entry.allowsAddress(remoteAddress))) return undefined
  const from = remoteAddress ?? 'an address that is not known'
  return {
    code: 'address_not_allowed',
    detail: `It came from ${from}, which is not among the channel's allowed webhook addresses.`,
  }
}
