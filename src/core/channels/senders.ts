import type { NewSender, Sender, SenderPatch } from '../../contract/api/channels.ts'
import type { Destination } from '../../contract/api/common.ts'
import { Problem } from '../../contract/problems.ts'
import type { Provider } from '../../contract/provider.ts'
import { type BadValue, validationProblem } from '../../contract/validation.ts'
import type { Store, Trx } from '../../db/store.ts'
import { audit, type Deed } from '../audit.ts'
import { appendEvents } from '../events.ts'
import type { Directory } from './directory.ts'
import { providerById } from './provider-by-id.ts'
import { senderAddress } from './sender-address.ts'
import { senderById, sendersOf } from './sender-shape.ts'

export interface SendersOptions {
  readonly store: Store
  readonly providers: Readonly<Record<string, Provider>>
  readonly directory: Directory
}

export interface Senders {
  list(channelId: number): Promise<readonly Sender[]>
  create(deed: Deed, channelId: number, input: NewSender): Promise<Sender>
  patch(deed: Deed, id: number, input: SenderPatch): Promise<Sender>
  /** A sender with conversations stays, switched off, so that they keep their address. */
  remove(deed: Deed, id: number): Promise<void>
}

/** The business-side addresses of channels: where their new conversations go, and who may start some. */
export function createSenders({ store, providers, directory }: SendersOptions): Senders {
  async function channelRow(db: Store['db'] | Trx, id: number) {
    const row = await db
      .selectFrom('channel')
      .select(['id', 'provider'])
      .where('id', '=', id)
      .where('deleted_at', 'is', null)
      .executeTakeFirst()
    if (!row) throw new Problem('not_found')
    return row
  }

  /** A second channel is another one to phone numbers, and has a sender in service with the same number. */
  async function checkFailover(
    trx: Trx,
    channel: { readonly id: number; readonly provider: string },
    address: string,
    failoverId: number | null,
  ): Promise<void> {
    if (failoverId === null) return
    const refused = (message: string) => validationProblem([{ path: 'body.failover_channel_id', message }])
    if (failoverId === channel.id) throw refused('is the channel of this sender')
    const second = await trx
      .selectFrom('sender')
      .innerJoin('channel', 'channel.id', 'sender.channel_id')
      .select('channel.provider')
      .where('channel.id', '=', failoverId)
      .where('channel.deleted_at', 'is', null)
      .where('sender.address', '=', address)
      .where('sender.active', '=', 1)
      .executeTakeFirst()
    if (!second) throw refused(`has no sender ${address} in service`)
    const kinds = [channel, second].map(({ provider }) => providerById(providers, provider)?.addressKind)
    if (kinds.some((kind) => kind !== 'tel'))
      throw refused('takes over between channels to phone numbers only')
  }

  async function told(trx: Trx, deed: Deed, sender: Sender, verb: string, detail: Record<string, unknown>) {
    await audit(trx, deed, {
      action: `sender.${verb}`,
      objectType: 'sender',
      objectId: sender.id,
      detail: { channel_id: sender.channel_id, address: sender.address, ...detail },
    })
    await appendEvents(trx, store.backend, [
      {
        type: 'channel.changed',
        at: deed.at,
        channelId: sender.channel_id,
        actorId: deed.actorId ?? undefined,
        data: { change: `sender_${verb}`, sender_id: sender.id },
      },
    ])
  }

  return {
    async list(channelId) {
      await channelRow(store.db, channelId)
      return (await sendersOf(store.db, [channelId])).get(channelId) ?? []
    },

    async create(deed, channelId, input) {
      const sender = await store.write(async (trx) => {
        const channel = await channelRow(trx, channelId)
        const kind = providerById(providers, channel.provider)?.addressKind ?? 'tel'
        const address = senderAddress(kind, input.address)
        if (!address.ok) throw validationProblem([{ path: 'body.address', message: address.message }])
        await checkPeople(trx, input.destination, input.starters)
        await checkFailover(trx, channel, address.address, input.failover_channel_id ?? null)
        const taken = await trx
          .selectFrom('sender')
          .select('id')
          .where('channel_id', '=', channelId)
          .where('address', '=', address.address)
          .executeTakeFirst()
        if (taken) {
          throw new Problem('conflict', `This channel has the sender ${address.address} already.`, {
            errors: [{ path: 'body.address', message: 'is a sender of this channel already' }],
          })
        }
        const { id } = await trx
          .insertInto('sender')
          .values({
            channel_id: channelId,
            address: address.address,
            ...destinationColumns(input.destination),
            failover_channel_id: input.failover_channel_id ?? null,
            active: 1,
            created_at: deed.at,
          })
          .returning('id')
          .executeTakeFirstOrThrow()
        await setStarters(trx, id, input.starters)
        const made = (await senderById(trx, id))!
        const { destination, starters, failover_channel_id } = made
        await told(trx, deed, made, 'created', { destination, starters, failover_channel_id })
        return made
      })
      await directory.reload(channelId)
      return sender
    },

    async patch(deed, id, input) {
      const sender = await store.write(async (trx) => {
        const before = await senderById(trx, id)
        if (!before) throw new Problem('not_found')
        await checkPeople(trx, input.destination ?? null, input.starters ?? [])
        const channel = await channelRow(trx, before.channel_id)
        await checkFailover(trx, channel, before.address, input.failover_channel_id ?? null)
        const columns = {
          ...(input.destination === undefined ? {} : destinationColumns(input.destination)),
          ...(input.active === undefined ? {} : { active: Number(input.active) }),
          ...(input.failover_channel_id === undefined
            ? {}
            : { failover_channel_id: input.failover_channel_id }),
        }
        if (Object.keys(columns).length > 0) {
          await trx.updateTable('sender').set(columns).where('id', '=', id).execute()
        }
        if (input.starters) await setStarters(trx, id, input.starters)
        const after = (await senderById(trx, id))!
        await told(trx, deed, after, 'changed', { ...input })
        return after
      })
      await directory.reload(sender.channel_id)
      return sender
    },

    async remove(deed, id) {
      const channelId = await store.write(async (trx) => {
        const sender = await senderById(trx, id)
        if (!sender) throw new Problem('not_found')
        const used = await trx
          .selectFrom('conversation')
          .select('id')
          .where('sender_id', '=', id)
          .limit(1)
          .executeTakeFirst()
        if (used) await trx.updateTable('sender').set({ active: 0 }).where('id', '=', id).execute()
        else await trx.deleteFrom('sender').where('id', '=', id).execute()
        await told(trx, deed, sender, used ? 'switched_off' : 'removed', {})
        return sender.channel_id
      })
      await directory.reload(channelId)
    },
  }
}

function destinationColumns(destination: Destination | null) {
  return {
    destination_type: destination?.type ?? null,
    destination_id: destination && destination.type !== 'api' ? destination.id : null,
  }
}

async function setStarters(trx: Trx, senderId: number, starters: readonly number[]): Promise<void> {
  await trx.deleteFrom('sender_starter').where('sender_id', '=', senderId).execute()
  if (starters.length === 0) return
  const rows = [...new Set(starters)].map((extension_id) => ({ sender_id: senderId, extension_id }))
  await trx.insertInto('sender_starter').values(rows).execute()
}

/** Every extension and queue that is named must be there, and extensions in service. */
async function checkPeople(
  trx: Trx,
  destination: Destination | null,
  starters: readonly number[],
): Promise<void> {
  const bad: BadValue[] = []
  const named = [...starters, ...(destination?.type === 'extension' ? [destination.id] : [])]
  const known = new Set<number>()
  if (named.length > 0) {
    const rows = await trx
      .selectFrom('extension')
      .select('id')
      .where('id', 'in', named)
      .where('active', '=', 1)
      .execute()
    for (const row of rows) known.add(row.id)
  }
  const message = 'is not an extension in service'
  if (destination?.type === 'extension' && !known.has(destination.id)) {
    bad.push({ path: 'body.destination.id', message })
  }
  if (destination?.type === 'queue') {
    const queue = await trx
      .selectFrom('queue')
      .select('id')
      .where('id', '=', destination.id)
      .executeTakeFirst()
    if (!queue) bad.push({ path: 'body.destination.id', message: 'is not a queue' })
  }
  starters.forEach((id, i) => {
    if (!known.has(id)) bad.push({ path: `body.starters.${i}`, message })
  })
  if (bad.length > 0) throw validationProblem(bad)
}
