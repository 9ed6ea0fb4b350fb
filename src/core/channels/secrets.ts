import type { Db, Trx } from '../../db/store.ts'
import type { Place, Vault } from '../../lib/crypto/vault.ts'
import { setFormer } from './former-secrets.ts'

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

export interface SecretChanges {
  /** New values; null removes one. Names that are not given stay as they are. */
  readonly values: ReadonlyMap<string, string | null>
  readonly at: number
  /** Until when the replaced values still prove webhooks; they do not, where it is not later than `at`. */
  readonly formerUntil: number
}

export async function storeSecrets(
  trx: Trx,
  vault: Vault,
  channelId: number,
  { values, at, formerUntil }: SecretChanges,
): Promise<void> {
  for (const [name, value] of values) {
    const former =
      value !== null && formerUntil > at ? await storedValue(trx, vault, channelId, name) : undefined
    await setFormer(
      trx,
      vault,
      channelId,
      name,
      former === undefined ? undefined : { value: former, until: formerUntil },
    )
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

async function storedValue(
  trx: Trx,
  vault: Vault,
  channelId: number,
  name: string,
): Promise<string | undefined> {
  const rows = await trx
    .selectFrom('channel_secret')
    .select(['name', 'sealed'])
    .where('channel_id', '=', channelId)
    .where('name', '=', name)
    .execute()
  return openSecrets(vault, channelId, rows).values.get(name)
}

/** Forgets every secret of a channel, former ones included. */
export async function forgetSecrets(trx: Trx, channelId: number): Promise<void> {
  await trx.deleteFrom('channel_secret').where('channel_id', '=', channelId).execute()
  await trx.deleteFrom('channel_former_secret').where('channel_id', '=', channelId).execute()
}

/** What may be shown of a secret. */
export interface SecretHint {
  readonly endsWith: string | null
  /** Until when the value before this one still proves webhooks. */
  readonly formerUntil: number | null
}

/** The hints of channels' secrets by channel and name. */
export async function secretHints(
  db: Db | Trx,
  channelIds: readonly number[],
  now: number,
): Promise<ReadonlyMap<number, ReadonlyMap<string, SecretHint>>> {
  const hints = new Map(channelIds.map((id) => [id, new Map<string, SecretHint>()]))
  if (channelIds.length === 0) return hints
  const rows = await db
    .selectFrom('channel_secret as s')
    .leftJoin('channel_former_secret as f', (join) =>
      join.onRef('f.channel_id', '=', 's.channel_id').onRef('f.name', '=', 's.name').on('f.until', '>', now),
    )
    .select(['s.channel_id', 's.name', 's.ends_with', 'f.until'])
    .where('s.channel_id', 'in', channelIds)
    .execute()
  for (const row of rows) {
    hints.get(row.channel_id)?.set(row.name, { endsWith: row.ends_with, formerUntil: row.until })
  }
  return hints
}
