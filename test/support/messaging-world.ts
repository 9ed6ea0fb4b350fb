import { generic } from '../../providers/generic/index.ts'
import type { Role } from '../../src/contract/api/common.ts'
import type { InboundEvent, InboundMessage, InboundReceipt } from '../../src/contract/inbound.ts'
import type { SendOutcome } from '../../src/contract/outbound.ts'
import type { Provider } from '../../src/contract/provider.ts'
import type { Actor } from '../../src/core/access/actor.ts'
import type { ChannelEntry } from '../../src/core/channels/directory.ts'
import { createIngest, type Ingested } from '../../src/core/inbound/ingest.ts'
import type { Bucket } from '../../src/core/outbound/bucket.ts'
import { type Claimed, claimDue } from '../../src/core/outbound/claim.ts'
import { contactPaces } from '../../src/core/outbound/contact-pace.ts'
import { messagingLimitOf } from '../../src/core/outbound/messaging-limit.ts'
import { settle } from '../../src/core/outbound/settle.ts'
import type { LaneView } from '../../src/core/outbound/waiting.ts'
import { windowOf } from '../../src/core/outbound/window.ts'
import { type ChannelWorld, channelWorld } from './channel-world.ts'
import type { Backend } from './database.ts'

export const contact = '+12025550101'
export const business = '+12025550123'

/** A channel with one sender, people, and both directions of messages, without HTTP, lanes or a network. */
export interface MessagingWorld extends ChannelWorld {
  readonly channelId: number
  readonly senderId: number
  readonly lanes: LaneView
  /** Channels on which claims let held messages go. */
  readonly letGo: Set<number>
  entry(): ChannelEntry
  /** A new person of this role, member of the queues given. */
  person(role: Role, queueIds?: readonly number[]): Promise<Actor>
  queue(mode: 'manual' | 'auto' | 'none', members?: readonly number[]): Promise<number>
  /** Where new conversations go from now on. */
  routeTo(destination: { type: 'extension' | 'queue'; id: number } | { type: 'api' } | null): Promise<void>
  /** Takes in events as one delivery. */
  deliver(...events: InboundEvent[]): Promise<Ingested>
  /** As `deliver`, on another channel. */
  deliverTo(channelId: number, ...events: InboundEvent[]): Promise<Ingested>
  claim(limit?: number, bucket?: Bucket, channelId?: number): Promise<Claimed[]>
  settle(claimed: Claimed, outcome: SendOutcome): Promise<void>
  message(id: number): Promise<Row>
  onlyConversation(): Promise<Row>
}

type Row = Record<string, unknown> & { readonly id: number }

export async function messagingWorld(
  backend: Backend,
  on: { readonly provider: Provider; readonly address: string } = { provider: generic, address: business },
): Promise<MessagingWorld> {
  const world = await channelWorld(backend, { [on.provider.id]: on.provider })
  const { store } = world
  const deed = world.deed()
  const channel = await world.channels.create(deed, {
    name: 'Main',
    provider: on.provider.id,
    credentials: { api_key: 'key-1234567890' },
    settings: { api_base_url: 'https://carrier.example.com', messages_per_second: 100 },
    active: true,
  })
  const sender = await world.senders.create(deed, channel.id, {
    address: on.address,
    destination: null,
    starters: [],
  })
  const entry = () => world.directory.byId(channel.id) as ChannelEntry
  const ingest = createIngest({
    store,
    keepInline: async (file) => file,
    now: () => world.now,
    committed: () => undefined,
  })
  const letGo = new Set<number>()
  const claimOptions = {
    store,
    publicUrl: 'https://messages.example.com',
    mediaKeepMs: 72 * 3_600_000,
    giveUpAfterMs: 3_600_000,
    readFile: async () => Buffer.from('file'),
    windowOf: () => windowOf(entry()),
    paceOf: contactPaces(() => entry().provider.limits),
    messagingLimitOf: (id: number) => messagingLimitOf(world.directory, id),
    letGo: (id: number) => void letGo.add(id),
    now: () => world.now,
  }
  let queues = 0
  const deliverTo = (channelId: number, ...events: InboundEvent[]) =>
    ingest({
      entry: world.directory.byId(channelId) as ChannelEntry,
      request: {
        method: 'POST',
        url: channel.webhook_url,
        headers: { 'content-type': 'application/json' },
        body: Buffer.from('{}'),
        receivedAt: world.now,
      },
      events,
    })

  return Object.assign(world, {
    channelId: channel.id,
    senderId: sender.id,
    lanes: {
      limitsOf: () => entry().provider.limits,
      takes: () => entry().provider.takes ?? [],
      windowOf: () => windowOf(entry()),
      messagingLimitOf: (id: number) => messagingLimitOf(world.directory, id),
      controlOf: () => entry().provider.control,
      laneOf: () => ({ bucket: 'all' as const, messagesPerSecond: () => 100, pausedForMs: () => 0 }),
      now: () => world.now,
    },
    letGo,
    entry,
    async person(role: Role, queueIds: readonly number[] = []) {
      const id = await world.extension(role)
      for (const queueId of queueIds) {
        await store.write((trx) =>
          trx.insertInto('queue_member').values({ queue_id: queueId, extension_id: id }).execute(),
        )
      }
      return { id, name: `Person ${id}`, role, queueIds: [...queueIds] }
    },
    async queue(mode: 'manual' | 'auto' | 'none') {
      const row = await store.write((trx) =>
        trx
          .insertInto('queue')
          .values({ name: `Queue ${++queues}`, pickup_mode: mode, created_at: world.now })
          .returning('id')
          .executeTakeFirstOrThrow(),
      )
      return row.id
    },
    async routeTo(destination: Parameters<MessagingWorld['routeTo']>[0]) {
      await world.senders.patch(deed, sender.id, { destination })
    },
    deliver: (...events: InboundEvent[]) => deliverTo(channel.id, ...events),
    deliverTo,
    claim: (limit = 10, bucket: Bucket = 'all', channelId = channel.id) =>
      claimDue(claimOptions, channelId, bucket, limit),
    settle: (claimed: Claimed, outcome: SendOutcome) =>
      settle({ store, now: () => world.now }, channel.id, claimed, outcome),
    async message(id: number) {
      return (await store.db
        .selectFrom('message')
        .selectAll()
        .where('id', '=', id)
        .executeTakeFirstOrThrow()) as unknown as Row
    },
    async onlyConversation() {
      return (await store.db
        .selectFrom('conversation')
        .selectAll()
        .executeTakeFirstOrThrow()) as unknown as Row
    },
  })
}

let ids = 0

/** A text from the contact; every call is another message unless `providerMessageId` is given. */
export function text(words: string, more: Partial<InboundMessage> = {}): InboundMessage {
  return {
    kind: 'message',
    providerMessageId: `in-${++ids}`,
    from: contact,
    to: [business],
    text: words,
    media: [],
    receivedAt: Date.UTC(2026, 10, 21, 12),
    ...more,
  }
}

export function receipt(
  providerMessageId: string,
  status: InboundReceipt['status'],
  more: Partial<InboundReceipt> = {},
): InboundReceipt {
  return { kind: 'receipt', providerMessageId, status, at: Date.UTC(2026, 10, 21, 12, 1), ...more }
}
