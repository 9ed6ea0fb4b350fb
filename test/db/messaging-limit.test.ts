import { sql } from 'kysely'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { SendOutcome } from '../../src/contract/outbound.ts'
import type { Provider } from '../../src/contract/provider.ts'
import type { Actor } from '../../src/core/access/actor.ts'
import { listMessages } from '../../src/core/conversations/list.ts'
import { reply } from '../../src/core/conversations/reply.ts'
import { sendAgain } from '../../src/core/conversations/send-again.ts'
import { start } from '../../src/core/conversations/start.ts'
import type { Claimed } from '../../src/core/outbound/claim.ts'
import { nextDueAt } from '../../src/core/outbound/due.ts'
import { messagingLimitOf } from '../../src/core/outbound/messaging-limit.ts'
import { failWaiting } from '../../src/core/outbound/recover.ts'
import { release } from '../../src/core/outbound/release.ts'
import { settle } from '../../src/core/outbound/settle.ts'
import { tendLimits } from '../../src/core/outbound/tend-limits.ts'
import { laneDepths } from '../../src/core/outbound/waiting.ts'
import { syncTemplates } from '../../src/core/templates/sync.ts'
import { chat, offer, chatSender as sender, vendor } from '../support/chat-provider.ts'
import { describeOnBoth } from '../support/database.ts'
import { type MessagingWorld, messagingWorld, receipt, text } from '../support/messaging-world.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

const field = (name: string, type: 'text' | 'integer') => ({
  name,
  type,
  label: { en: name, zh: name },
  help: { en: name, zh: name },
})

/** The chat with a limit on people in any 24 hours, for all channels of one portfolio together. */
const limited: Provider = {
  ...chat,
  fields: [
    ...chat.fields,
    { ...field('portfolio', 'text'), type: 'text' },
    { ...field('people', 'text'), type: 'text', default: 'unlimited' },
  ],
  limits: {
    ...chat.limits,
    messagingLimit: {
      value: { hours: 24, field: 'people', accountFields: ['portfolio'] },
      source: 'test',
    },
  },
}

describeOnBoth('the messaging limit of an account', (backend) => {
  let world: MessagingWorld
  let admin: Actor
  let second: { channelId: number; senderId: number }
  beforeEach(async () => {
    Object.assign(vendor, { templates: [{ ...offer, header: undefined, body: 'Hello', buttons: [] }] })
    world = await messagingWorld(backend, { provider: limited, address: sender })
    admin = await world.person('administrator')
    const channel = await world.channels.create(world.deed(), {
      name: 'Second',
      provider: 'chat',
      credentials: { api_key: 'key-1234567890' },
      settings: { api_base_url: 'https://carrier.example.com' },
      active: true,
    })
    const { id } = await world.senders.create(world.deed(), channel.id, {
      address: 'page-2',
      destination: null,
      starters: [],
    })
    second = { channelId: channel.id, senderId: id }
    await limitTo(2)
    for (const channelId of [world.channelId, second.channelId]) {
      await syncTemplates(
        { store: world.store, io: () => ({}) as never, now: () => world.now },
        world.directory.byId(channelId)!,
      )
    }
  })
  afterEach(() => world.close())

  async function limitTo(people: number | 'unlimited', channels = [world.channelId, second.channelId]) {
    for (const id of channels) {
      await world.channels.patch(world.deed(), id, {
        settings: { portfolio: 'p-1', people: String(people) },
      })
    }
  }
  const person = (n: number) => `+1202555${String(n).padStart(4, '0')}`
  /** Sends the template to a person, from the first channel unless said otherwise; the message's id. */
  const offerTo = async (n: number, senderId = world.senderId, at = world.now) => {
    const template = await world.store.db
      .selectFrom('template as t')
      .innerJoin('sender as s', 's.channel_id', 't.channel_id')
      .select('t.id')
      .where('s.id', '=', senderId)
      .executeTakeFirstOrThrow()
    const draft = { senderId, to: person(n), mediaIds: [], template: { id: template.id, values: {} } }
    return (await start(world.store, world.directory, { chat: limited }, admin, draft, at)).messageId
  }
  const written = (n: number, to = sender) =>
    world.deliver(text('Hi', { from: person(n), to: [to], receivedAt: world.now }))
  const claim = async (channelId = world.channelId, limit = 10) => {
    const claimed = await world.claim(limit, 'all', channelId)
    for (const one of claimed)
      await settleOn(channelId, one, { kind: 'accepted', providerMessageId: `v-${one.messageId}` })
    return claimed.map((one) => one.messageId)
  }
  const settleOn = (channelId: number, claimed: Claimed, outcome: SendOutcome) =>
    settle({ store: world.store, now: () => world.now }, channelId, claimed, outcome)
  const next = (channelId = world.channelId) =>
    nextDueAt(world.store.db, messagingLimitOf(world.directory, channelId), channelId, 'all', world.now)
  const places = async () => {
    const rows = await world.store.db.selectFrom('limit_place').selectAll().execute()
    const account = await world.store.db.selectFrom('limit_account').selectAll().executeTakeFirst()
    expect(account?.taken ?? 0).toBe(rows.length)
    return rows.length
  }
  const waitingOf = async (id: number) =>
    (await listMessages(world.store.db, world.lanes, admin, { limit: 50 })).data.find((one) => one.id === id)
      ?.waiting

  it('keeps what would exceed it, tells until when, and lets it go when a place falls free', async () => {
    const [a, b] = [await offerTo(1), await offerTo(2)]
    expect(await claim()).toEqual([a, b])
    world.now += HOUR_MS
    const [c, d] = [await offerTo(3), await offerTo(4)]
    expect(await claim()).toEqual([])
    expect(await world.message(c)).toMatchObject({
      status: 'queued',
      due_at: null,
      attempts: 0,
      give_up_at: null,
    })
    const first = world.now - HOUR_MS + DAY_MS
    expect(await next()).toBe(first)
    expect(await next(second.channelId)).toBeUndefined()
    const at = (ms: number) => new Date(ms).toISOString()
    expect(await waitingOf(c)).toEqual({ reason: 'messaging_limit', ahead: 0, expected_at: at(first) })
    expect(await waitingOf(d)).toMatchObject({ reason: 'messaging_limit', ahead: 1 })
    expect(await laneDepths(world.store.db, world.now)).toEqual(
      new Map([[world.channelId, { waiting: 2, oldestWaitingMs: null }]]),
    )
    world.now = first - 1
    expect(await claim()).toEqual([])
    world.now = first
    expect(await claim()).toEqual([c, d])
    expect(await world.message(c)).toMatchObject({ status: 'sent' })
    expect(await places()).toBe(2)
    expect(await next()).toBeUndefined()
  })

  it('counts a person once, on all channels of the account, for a day after the last template', async () => {
    expect(await claim(world.channelId)).toEqual([])
    const ids = [await offerTo(1), await offerTo(1, second.senderId)]
    expect([...(await claim()), ...(await claim(second.channelId))]).toEqual(ids)
    expect(await places()).toBe(1)
    world.now += 20 * HOUR_MS
    const again = [await offerTo(1), await offerTo(2)]
    expect(await claim()).toEqual(again)
    world.now += 20 * HOUR_MS
    const third = await offerTo(3, second.senderId)
    expect(await claim(second.channelId)).toEqual([])
    // It is the second template to the first person that counts.
    world.now += 4 * HOUR_MS
    expect(await claim(second.channelId)).toEqual([third])
  })

  it('answers in open windows need no place and go past what waits; who writes gets what waited for them', async () => {
    await limitTo(1)
    await offerTo(1)
    await claim()
    const held = await offerTo(2)
    expect(await claim()).toEqual([])
    await written(3)
    const conversation = await world.store.db
      .selectFrom('conversation as c')
      .innerJoin('identity as i', 'i.id', 'c.identity_id')
      .select('c.id')
      .where('i.address', '=', person(3))
      .executeTakeFirstOrThrow()
    const answer = await reply(
      world.store,
      world.directory,
      admin,
      conversation.id,
      { text: 'Yes', mediaIds: [] },
      world.now,
    )
    const inWindow = await offerTo(3)
    expect(await claim()).toEqual([answer.messageId])
    expect(await claim()).toEqual([inWindow])
    expect((await written(2)).letGo).toEqual(new Set([world.channelId]))
    expect(await claim()).toEqual([held])
    expect(await places()).toBe(1)
  })

  it('keeps the order of a conversation', async () => {
    await limitTo(1)
    await offerTo(1)
    await claim()
    const held = [await offerTo(2), await offerTo(2)]
    expect(await claim()).toEqual([])
    const conversationId = (await world.message(held[0]!)).conversation_id as number
    await written(2)
    const after = await reply(
      world.store,
      world.directory,
      admin,
      conversationId,
      { text: 'and', mediaIds: [] },
      world.now,
    )
    expect([...(await claim()), ...(await claim()), ...(await claim())]).toEqual([...held, after.messageId])
  })

  it('two channels that claim at the same time share what is left, and the older message goes first', async () => {
    const ids = [
      await offerTo(1),
      await offerTo(2, second.senderId),
      await offerTo(3),
      await offerTo(4, second.senderId),
    ]
    const claimed = await Promise.all([claim(world.channelId), claim(second.channelId)])
    expect(claimed).toEqual([[ids[0], ids[2]], []])
    expect(await places()).toBe(2)
    for (const id of [ids[1]!, ids[3]!]) {
      expect(await waitingOf(id)).toMatchObject({ reason: 'messaging_limit' })
    }
    const last = await offerTo(5)
    world.now += DAY_MS
    // The claim of one channel wakes the other, where the older message is.
    expect(await claim(world.channelId, 1)).toEqual([last])
    expect(world.letGo.has(second.channelId)).toBe(true)
    expect(await claim(second.channelId)).toEqual([ids[1]])
    expect(await waitingOf(ids[3]!)).toMatchObject({ reason: 'messaging_limit', ahead: 0 })
  })

  it('what waits for the same person on another channel goes with the first', async () => {
    await limitTo(1)
    await offerTo(1)
    await claim()
    const ids = [await offerTo(2), await offerTo(2, second.senderId), await offerTo(3)]
    expect([...(await claim()), ...(await claim(second.channelId))]).toEqual([])
    world.now += DAY_MS
    expect(await claim()).toEqual([ids[0]])
    expect(world.letGo.has(second.channelId)).toBe(true)
    expect(await claim(second.channelId)).toEqual([ids[1]])
    expect(await world.message(ids[2]!)).toMatchObject({ status: 'queued', due_at: null })
  })

  it('a person whom the vendor refused outright counts no more, a lost answer counts', async () => {
    await limitTo(1)
    const [a, b] = [await offerTo(1), await offerTo(2)]
    const [first] = await world.claim()
    expect(first).toMatchObject({ messageId: a })
    await settleOn(world.channelId, first!, {
      kind: 'retry',
      failure: { code: 'network_failure' },
      afterMs: 1_000,
    })
    expect(await world.claim()).toEqual([])
    world.now += 1_000
    const [again] = await world.claim()
    expect(again).toMatchObject({ messageId: a, attempt: 2 })
    await release({ store: world.store, now: () => world.now }, world.channelId, [again!])
    const [third] = await world.claim()
    await settleOn(world.channelId, third!, { kind: 'rejected', failure: { code: 'invalid_number' } })
    expect(await places()).toBe(0)
    const [other] = await world.claim()
    expect(other).toMatchObject({ messageId: b })
    await settleOn(world.channelId, other!, { kind: 'unknown', failure: { code: 'outcome_unknown' } })
    expect(await places()).toBe(1)
  })

  it("heeds the vendor's own refusal: nothing that needs a place is tried for an hour, answers are", async () => {
    const refused: SendOutcome = {
      kind: 'retry',
      failure: { code: 'messaging_limit', vendorCode: '131048' },
      scope: 'contact',
    }
    await limitTo('unlimited')
    await written(9)
    const id = await offerTo(1)
    const [claimed] = await world.claim()
    await settleOn(world.channelId, claimed!, refused)
    expect(await world.message(id)).toMatchObject({
      status: 'queued',
      due_at: world.now + HOUR_MS,
      waits_since: world.now,
    })
    const other = await offerTo(2, second.senderId)
    const answer = await offerTo(9)
    expect(await claim(second.channelId)).toEqual([])
    expect(await claim()).toEqual([answer])
    expect(await next(second.channelId)).toBe(world.now + HOUR_MS)
    world.now += HOUR_MS
    expect(await claim(second.channelId)).toEqual([other])
    // A status that tells the same is heeded too.
    const failure = { code: 'messaging_limit', vendorCode: '131048' } as const
    await world.deliver(receipt(`v-${answer}`, 'failed', { at: world.now, failure }))
    const [again] = await world.claim()
    expect(again).toBeUndefined()
    world.now += HOUR_MS
    expect(await claim()).toEqual([id])
    expect(await world.message(answer)).toMatchObject({ status: 'failed', failure_code: 'messaging_limit' })
  })

  it('ends what waited too long with its reason; sent again it waits anew', async () => {
    await limitTo(1)
    await offerTo(1)
    await claim()
    const held = await offerTo(2)
    await claim()
    await limitTo(1, [])
    world.now += DAY_MS - 1
    expect(await tendLimits(world.store, world.directory, DAY_MS, world.now)).toBe(0)
    world.now += 1
    expect(await tendLimits(world.store, world.directory, DAY_MS, world.now)).toBe(1)
    expect(await places()).toBe(0)
    expect(await world.message(held)).toMatchObject({ status: 'failed', failure_code: 'messaging_limit' })
    await sendAgain(world.store, world.directory, admin, held, world.now)
    expect(await world.message(held)).toMatchObject({ status: 'queued', waits_since: null })
    expect(await claim()).toEqual([held])
  })

  it('follows its settings: another figure, another portfolio, the lowest of two, none, a channel that is off', async () => {
    await limitTo(1)
    const ids = [await offerTo(1), await offerTo(2), await offerTo(3), await offerTo(4)]
    expect(await claim()).toEqual([ids[0]])
    await limitTo(2, [second.channelId])
    expect(await claim()).toEqual([])
    await limitTo(2)
    expect(await claim()).toEqual([ids[1]])
    await world.channels.patch(world.deed(), world.channelId, { settings: { portfolio: 'p-2', people: '1' } })
    expect(await claim()).toEqual([ids[2]])
    await limitTo('unlimited')
    expect(await claim()).toEqual([ids[3]])
    await limitTo(1)
    const held = await offerTo(5)
    expect(await claim()).toEqual([])
    await world.store.write((trx) => failWaiting(trx, world.store.backend, world.channelId, world.now))
    expect(await world.message(held)).toMatchObject({ status: 'failed', failure_code: 'channel_off' })
  })

  it('holds back a campaign in one go, and lets it go as fast as the lane asks', async () => {
    await limitTo(100)
    const template = JSON.stringify({
      name: 'a',
      language: 'en_US',
      category: 'marketing',
      header: [],
      body: [],
      buttons: [],
    })
    await campaign(world, 1_500, template)
    expect(await claim(world.channelId, 2)).toHaveLength(2)
    let sent = 2
    for (let some = 2; some > 0; sent += some) some = (await claim(world.channelId, 7)).length
    expect(sent).toBe(100)
    expect(await places()).toBe(100)
    expect(await next()).toBe(world.now + DAY_MS)
    world.now += DAY_MS
    expect(await claim(world.channelId, 7)).toHaveLength(7)
    expect(await places()).toBe(7)
  })
})

/** Templates to so many people, waiting on the world's channel. */
async function campaign(world: MessagingWorld, people: number, template: string): Promise<void> {
  const numbers = sql`with recursive n(i) as (select 1 union all select i + 1 from n where i < ${people})`
  await world.store.write(async (trx) => {
    await sql`${numbers} insert into contact (id, created_at) select 1000000 + i, ${world.now} from n`.execute(
      trx,
    )
    await sql`${numbers} insert into identity (id, contact_id, kind, address, created_at)
      select 1000000 + i, 1000000 + i, 'whatsapp', '+4930' || (1000000 + i), ${world.now} from n`.execute(trx)
    await sql`${numbers} insert into conversation
      (id, channel_id, sender_id, identity_id, status, opened_at, last_activity_at)
      select 1000000 + i, ${world.channelId}, ${world.senderId}, 1000000 + i, 'open', ${world.now}, ${world.now} from n`.execute(
      trx,
    )
    await sql`${numbers} insert into message
      (conversation_id, channel_id, sender_id, direction, status, author_type, priority, due_at, template, created_at)
      select 1000000 + i, ${world.channelId}, ${world.senderId}, 'out', 'queued', 'system', 1, ${world.now}, ${template}, ${world.now}
      from n`.execute(trx)
  })
}
