import type { Db, Trx } from '../../db/store.ts'
import type { Place, Vault } from '../../lib/crypto/vault.ts'

export interface OpenedSecrets {
  readonly values: ReadonlyMap<string, string>
  /** Names of those that do not open with the key of today. */
  readonly unreadable: readonly string[]
}

/** The last characters of a secret are shown only where what stays hidden is still far too much to guess. */
const SHOWN_CHARACTERS = 4
const SHORTEST_SHOWN = 12

const place = (channelId: number, name: string): Place => `channel_secret/${channelId}/${name}`

/** Opens every secret of a channel; one that cannot be opened is named, not thrown. */
export function openSecrets(
  vault: Vault,
  channelId: number,
  rows: readonly { readonly name: string; readonly sealed: string }[],
): OpenedSecrets {
  const values = new Map<string, string>()
  const unreadable: string[] = []
  for (const { name, sealed } of rows) {
    try {
      values.set(name, vault.open(place(channelId, name), sealed))
    } catch {
      unreadable.push(name)
    }
  }
  return { values, unreadable }
}

/** Stores new values; null removes one. Names that are not given stay as they are. */
export async function storeSecrets(
  trx: Trx,
  vault: Vault,
  channelId: number,
  changes: ReadonlyMap<string, string | null>,
  at: number,
): Promise<void> {
  for (const [name, value] of changes) {
    if (value === null) {
      await trx
        .deleteFrom('channel_secret')
        .where('channel_id', '=', channelId)
        .where('name', '=', name)
        .execute()
      continue
    }
    const sealed = vault.seal(place(channelId, name), value)
    const ends_with = value.length >= SHORTEST_SHOWN ? value.slice(-SHOWN_CHARACTERS) : null
    await trx
      .insertInto('channel_secret')
      .values({ channel_id: channelId, name, sealed, ends_with, updated_at: at })
      .onConflict((c) => c.columns(['channel_id', 'name']).doUpdateSet({ sealed, ends_with, updated_at: at }))
      .execute()
  }
}

/** What may be shown of a channel's secrets, by name. */
export async function secretHints(
  db: Db | Trx,
  channelIds: readonly number[],
): Promise<ReadonlyMap<number, ReadonlyMap<string, string | null>>> {
  const hints = new Map(channelIds.map((id) => [id, new Map<string, string | null>()]))
  if (channelIds.length === 0) return hints
  const rows = await db
    .selectFrom('channel_secret')
    .select(['channel_id', 'name', 'ends_with'])
    .where('channel_id', 'in', channelIds)
    .execute()
  for (const row of rows) hints.get(row.channel_id)?.set(row.name, row.ends_with)
  return hints
}
