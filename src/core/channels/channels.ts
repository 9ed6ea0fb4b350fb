import { randomBytes } from 'node:crypto'
import type { ApiChannel, ChannelPatch, NewChannel } from '../../contract/api/channels.ts'
import { Problem } from '../../contract/problems.ts'
import type { Provider } from '../../contract/provider.ts'
import type { SettingValue } from '../../contract/settings.ts'
import { validationProblem } from '../../contract/validation.ts'
import type { Store, Trx } from '../../db/store.ts'
import type { Vault } from '../../lib/crypto/vault.ts'
import { audit, type Deed } from '../audit.ts'
import { appendEvents } from '../events.ts'
import { forgetVendorFiles } from '../media/vendor-files.ts'
import type { Directory } from './directory.ts'
import { applyFields, noFields } from './fields.ts'
import { providerById } from './provider-by-id.ts'
import { forgetSecrets, storeSecrets } from './secrets.ts'

export interface ChannelsOptions {
  readonly store: Store
  readonly vault: Vault
  readonly providers: Readonly<Record<string, Provider>>
  readonly directory: Directory
  /** Shows channels as the API does, in the order of the ids. */
  present(channelIds: readonly number[]): Promise<readonly ApiChannel[]>
  /** Ends the queued messages of a channel that sends no more, as failed with `channel_off`, in the same transaction. */
  endQueued(trx: Trx, channelId: number, at: number): Promise<void>
  /** Told after the commit of new credentials: they are worth a check. */
  checkSoon(channelId: number): void
}

export interface Channels {
  list(): Promise<readonly ApiChannel[]>
  get(id: number): Promise<ApiChannel>
  create(deed: Deed, input: NewChannel): Promise<ApiChannel>
  /** Everything takes effect at once: the directory holds the new entry before this answers. */
  patch(deed: Deed, id: number, input: ChannelPatch): Promise<ApiChannel>
  /** Takes away the notice that was read, the one of `at` (milliseconds UTC); one that came later stays. */
  dismissNotice(deed: Deed, id: number, at: number): Promise<ApiChannel>
  /** Takes the channel out of service and forgets its secrets; its conversations stay readable. */
  remove(deed: Deed, id: number): Promise<void>
}

const HOUR_MS = 3_600_000

export function createChannels(options: ChannelsOptions): Channels {
  const { store, vault, providers, directory } = options

  const providerOf = (id: string) => providerById(providers, id)

  async function get(id: number): Promise<ApiChannel> {
    const [channel] = await options.present([id])
    if (!channel) throw new Problem('not_found')
    return channel
  }

  async function told(trx: Trx, deed: Deed, id: number, verb: string, detail: Record<string, unknown>) {
    await audit(trx, deed, { action: `channel.${verb}`, objectType: 'channel', objectId: id, detail })
    await appendEvents(trx, store.backend, [
      {
        type: 'channel.changed',
        at: deed.at,
        channelId: id,
        actorId: deed.actorId ?? undefined,
        data: { change: verb },
      },
    ])
  }

  async function liveRow(trx: Trx, id: number) {
    const row = await trx
      .selectFrom('channel')
      .selectAll()
      .where('id', '=', id)
      .where('deleted_at', 'is', null)
      .executeTakeFirst()
    if (!row) throw new Problem('not_found')
    return row
  }

  return {
    get,
    async list() {
      const rows = await store.db
        .selectFrom('channel')
        .select('id')
        .where('deleted_at', 'is', null)
        .orderBy('id')
        .execute()
      return options.present(rows.map((row) => row.id))
    },

    async create(deed, input) {
      const provider = providerOf(input.provider)
      if (!provider) {
        const message = `must be one of ${Object.keys(providers).join(', ')}`
        throw validationProblem([{ path: 'body.provider', message }])
      }
      const fields = applyFields(provider, input, noFields)
      const id = await store.write(async (trx) => {
        const { at } = deed
        const row = await trx
          .insertInto('channel')
          .values({
            name: input.name,
            provider: provider.id,
            // The token alone finds the channel, so it must not be guessable.
            token: randomBytes(16).toString('hex'),
            active: Number(input.active),
            settings: JSON.stringify(fields.settings),
            status: 'unchecked',
            created_at: at,
          })
          .returning('id')
          .executeTakeFirstOrThrow()
        await storeSecrets(trx, vault, row.id, { values: fields.secrets, at, formerUntil: at })
        await told(trx, deed, row.id, 'created', {
          name: input.name,
          provider: provider.id,
          fields: fields.changed,
        })
        return row.id
      })
      await directory.reload(id)
      options.checkSoon(id)
      return get(id)
    },

    async patch(deed, id, input) {
      const { newCredentials } = await store.write(async (trx) => {
        const { at } = deed
        const row = await liveRow(trx, id)
        const fields = await changedFields(trx, row, input)
        // What was found out with the old credentials says nothing of the new ones.
        const newCredentials = fields.changed.some((name) => isCredential(providerOf(row.provider), name))
        await trx
          .updateTable('channel')
          .set({
            name: input.name ?? row.name,
            active: input.active === undefined ? row.active : Number(input.active),
            settings: JSON.stringify(fields.settings),
            ...(newCredentials
              ? { status: 'unchecked' as const, status_detail: null, facts: '[]', checked_at: null }
              : {}),
          })
          .where('id', '=', id)
          .execute()
        const formerUntil = at + (input.keep_former_hours ?? 0) * HOUR_MS
        await storeSecrets(trx, vault, id, { values: fields.secrets, at, formerUntil })
        if (newCredentials) await forgetVendorFiles(trx, id)
        if (input.active === false && row.active === 1) await options.endQueued(trx, id, at)
        await told(trx, deed, id, 'changed', {
          ...(input.name === undefined ? {} : { name: input.name }),
          ...(input.active === undefined ? {} : { active: input.active }),
          ...(formerUntil > at ? { keep_former_hours: input.keep_former_hours } : {}),
          fields: fields.changed,
        })
        return { newCredentials }
      })
      await directory.reload(id)
      if (newCredentials) options.checkSoon(id)
      return get(id)
    },

    async dismissNotice(deed, id, at) {
      await store.write(async (trx) => {
        const { notice, notice_at } = await liveRow(trx, id)
        if (notice === null || notice_at === null || notice_at > at) return
        await trx.updateTable('channel').set({ notice: null, notice_at: null }).where('id', '=', id).execute()
        await told(trx, deed, id, 'notice_dismissed', { notice })
      })
      return get(id)
    },

    async remove(deed, id) {
      await store.write(async (trx) => {
        const { at } = deed
        const row = await liveRow(trx, id)
        await trx.updateTable('channel').set({ active: 0, deleted_at: at }).where('id', '=', id).execute()
        await forgetSecrets(trx, id)
        await trx
          .updateTable('sender')
          .set({ failover_channel_id: null })
          .where('failover_channel_id', '=', id)
          .execute()
        await options.endQueued(trx, id, at)
        await told(trx, deed, id, 'removed', { name: row.name, provider: row.provider })
      })
      await directory.reload(id)
    },
  }

  async function changedFields(
    trx: Trx,
    row: { readonly id: number; readonly provider: string; readonly settings: string },
    input: ChannelPatch,
  ) {
    const settings = JSON.parse(row.settings) as Record<string, SettingValue>
    if (!input.credentials && !input.settings) return { settings, secrets: new Map(), changed: [] }
    const provider = providerOf(row.provider)
    if (!provider) throw new Problem('conflict', `This version has no provider "${row.provider}".`)
    const secrets = await trx
      .selectFrom('channel_secret')
      .select('name')
      .where('channel_id', '=', row.id)
      .execute()
    return applyFields(provider, input, {
      settings,
      secretNames: new Set(secrets.map((secret) => secret.name)),
    })
  }
}

/** Whether a field takes part in reaching the vendor. */
function isCredential(provider: Provider | undefined, name: string): boolean {
  return name === 'api_base_url' || (provider?.fields.some((field) => field.name === name) ?? false)
}
