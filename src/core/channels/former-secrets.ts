import type { Provider } from '../../contract/provider.ts'
import type { Trx } from '../../db/store.ts'
import type { Place, Vault } from '../../lib/crypto/vault.ts'

/** A secret that was replaced. */
export interface FormerSecret {
  readonly name: string
  readonly value: string
  /** Webhooks that came up to this moment may be proved with it. */
  readonly until: number
}

const place = (channelId: number, name: string): Place => `channel_former_secret/${channelId}/${name}`

/**
 * A provider that also takes webhooks signed with a former secret while it is valid: the vendor's side and ours cannot be
 * changed in the same moment.
 */
export function withFormerSecrets(provider: Provider, former: readonly FormerSecret[]): Provider {
  if (former.length === 0) return provider
  return {
    ...provider,
    verify(request, channel) {
      const verdict = provider.verify(request, channel)
      const valid = former.filter((secret) => request.receivedAt <= secret.until)
      if (verdict.ok || valid.length === 0) return verdict
      const values = {
        ...channel.values,
        ...Object.fromEntries(valid.map(({ name, value }) => [name, value])),
      }
      return provider.verify(request, { ...channel, values }).ok ? { ok: true } : verdict
    },
  }
}

/** Opens the former secrets of a channel; one that does not open proves nothing any more and is passed over. */
export function openFormer(
  vault: Vault,
  channelId: number,
  rows: readonly { readonly name: string; readonly sealed: string; readonly until: number }[],
): readonly FormerSecret[] {
  return rows.flatMap(({ name, sealed, until }) => {
    try {
      return [{ name, value: vault.open(place(channelId, name), sealed), until }]
    } catch {
      return []
    }
  })
}

/** Replaces the former secret of a name; without a value there is none. */
export async function setFormer(
  trx: Trx,
  vault: Vault,
  channelId: number,
  name: string,
  former: { readonly value: string; readonly until: number } | undefined,
): Promise<void> {
  await trx
    .deleteFrom('channel_former_secret')
    .where('channel_id', '=', channelId)
    .where('name', '=', name)
    .execute()
  if (!former) return
  const sealed = vault.seal(place(channelId, name), former.value)
  await trx
    .insertInto('channel_former_secret')
    .values({ channel_id: channelId, name, sealed, until: former.until })
    .execute()
}
