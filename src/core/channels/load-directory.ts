import type { Destination } from '../../contract/api/common.ts'
import type { Provider } from '../../contract/provider.ts'
import type { SettingValue } from '../../contract/settings.ts'
import type { Store } from '../../db/store.ts'
import type { Vault } from '../../lib/crypto/vault.ts'
import { groupBy } from '../../lib/group-by.ts'
import { allowsAddress } from './allowed-addresses.ts'
import type { ChannelEntry, Directory, SenderEntry } from './directory.ts'
import { openFormer, withFormerSecrets } from './former-secrets.ts'
import { providerById } from './provider-by-id.ts'
import { sealedOff } from './sealed-off.ts'
import { openSecrets } from './secrets.ts'
import { effectiveValues, mediaMessagesPerSecond, messagesPerSecond } from './setting-values.ts'
import { webhookUrl } from './webhook-url.ts'

export interface DirectoryOptions {
  readonly store: Store
  readonly vault: Vault
  readonly providers: Readonly<Record<string, Provider>>
  /** Scheme, host and port, as configured. */
  readonly publicUrl: string
}

/**
 * The directory over the database; empty until its first `reload()`. A channel of a provider that this version does not
 * have is left out. A channel whose secrets cannot be opened is in it, sealed off (see `ChannelEntry.fault`).
 */
export function createDirectory(options: DirectoryOptions): Directory {
  const byId = new Map<number, ChannelEntry>()
  const byToken = new Map<string, ChannelEntry>()
  const listeners: ((channelId: number, entry: ChannelEntry | undefined) => void)[] = []
  let lastLoad: Promise<void> = Promise.resolve()

  async function load(channelId: number | undefined): Promise<void> {
    const fresh = await loadEntries(options, channelId)
    const known = channelId === undefined ? [...byId.keys()] : [channelId]
    for (const id of new Set([...known, ...fresh.keys()])) put(id, fresh.get(id))
  }

  function put(id: number, entry: ChannelEntry | undefined): void {
    const old = byId.get(id)
    if (!old && !entry) return
    if (old) byToken.delete(old.token)
    if (entry) {
      byId.set(id, entry)
      byToken.set(entry.token, entry)
    } else {
      byId.delete(id)
    }
    for (const listener of listeners) listener(id, entry)
  }

  return {
    byToken: (token) => byToken.get(token),
    byId: (id) => byId.get(id),
    all: () => [...byId.values()],
    // One after the other: a load that began before a commit must not overwrite one that began after it.
    reload(channelId) {
      lastLoad = lastLoad.catch(() => undefined).then(() => load(channelId))
      return lastLoad
    },
    onChange(listener) {
      listeners.push(listener)
    },
  }
}

async function loadEntries(
  { store, vault, providers, publicUrl }: DirectoryOptions,
  channelId: number | undefined,
): Promise<ReadonlyMap<number, ChannelEntry>> {
  const { db } = store
  // One statement for channels and secrets: between two, a channel could be seen without the secret it asks for.
  let channels = db
    .selectFrom('channel')
    .leftJoin('channel_secret', 'channel_secret.channel_id', 'channel.id')
    .select(['channel.id', 'channel.name', 'provider', 'token', 'active', 'settings'])
    .select(['channel_secret.name as secret_name', 'sealed'])
    .where('deleted_at', 'is', null)
    .orderBy('channel.id')
  let senders = db.selectFrom('sender').selectAll().orderBy('id')
  if (channelId !== undefined) {
    channels = channels.where('channel.id', '=', channelId)
    senders = senders.where('channel_id', '=', channelId)
  }
  let former = db.selectFrom('channel_former_secret').selectAll()
  if (channelId !== undefined) former = former.where('channel_id', '=', channelId)
  const formerOf = groupBy(await former.execute(), (row) => row.channel_id)
  const rowsOf = groupBy(await channels.execute(), (row) => row.id)
  const sendersOf = groupBy(await senders.execute(), (row) => row.channel_id)

  const entries = new Map<number, ChannelEntry>()
  for (const rows of rowsOf.values()) {
    const row = rows[0]!
    const provider = providerById(providers, row.provider)
    if (!provider) continue
    const opened = openSecrets(
      vault,
      row.id,
      rows.flatMap(({ secret_name: name, sealed }) => (name && sealed ? [{ name, sealed }] : [])),
    )
    const settings = JSON.parse(row.settings) as Record<string, SettingValue>
    const values = effectiveValues(provider, settings, opened.values)
    const ownSenders = (sendersOf.get(row.id) ?? []).map(
      (sender): SenderEntry => ({
        id: sender.id,
        address: sender.address,
        destination: destinationOf(sender),
        failoverChannelId: sender.failover_channel_id,
        active: sender.active === 1,
      }),
    )
    const fault = opened.unreadable.length > 0 ? unreadable(opened.unreadable) : null
    entries.set(row.id, {
      id: row.id,
      name: row.name,
      token: row.token,
      active: row.active === 1,
      provider: fault
        ? sealedOff(provider, fault)
        : withFormerSecrets(provider, openFormer(vault, row.id, formerOf.get(row.id) ?? [])),
      channel: {
        id: row.id,
        values,
        senders: ownSenders.map((sender) => sender.address),
        webhookUrl: webhookUrl(publicUrl, row.provider, row.token),
      },
      senders: new Map(ownSenders.map((sender) => [sender.address, sender])),
      messagesPerSecond: messagesPerSecond(provider, values),
      allowsAddress: allowsAddress(values),
      mediaMessagesPerSecond: mediaMessagesPerSecond(provider, values),
      fault,
    })
  }
  return entries
}

const unreadable = (names: readonly string[]) =>
  `The stored ${names.join(', ')} cannot be opened with the secret key in use. Start with the former key, or enter the values anew.`

/** The destination as it is stored on a sender. */
export function destinationOf(row: {
  readonly destination_type: Destination['type'] | null
  readonly destination_id: number | null
}): Destination | null {
  if (row.destination_type === 'api') return { type: 'api' }
  if (row.destination_type === null || row.destination_id === null) return null
  return { type: row.destination_type, id: row.destination_id }
}
