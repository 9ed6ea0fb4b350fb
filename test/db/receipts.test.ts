import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { InboundReceipt } from '../../src/contract/inbound.ts'
import type { Pricing } from '../../src/contract/pricing.ts'
import type { Actor } from '../../src/core/access/actor.ts'
import { getMessage } from '../../src/core/conversations/list.ts'
import { reply } from '../../src/core/conversations/reply.ts'
import { ladder, type OutboundStatus } from '../../src/core/outbound/ladder.ts'
import { referenceOf } from '../../src/core/outbound/reference.ts'
import { describeOnBoth } from '../support/database.ts'
import { type MessagingWorld, messagingWorld, receipt, text } from '../support/messaging-world.ts'
import { statementsOf } from '../support/statements.ts'

type Step =
  | { readonly kind: 'answer' }
  | { readonly kind: 'receipt'; readonly status: InboundReceipt['status'] }

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 1, arbitrary: fc.constant<Step>({ kind: 'answer' }) },
  {
    weight: 4,
    arbitrary: fc
      .constantFrom<InboundReceipt['status']>('sent', 'delivered', 'read', 'failed')
      .map((status): Step => ({ kind: 'receipt', status })),
  },
)

describeOnBoth('receipts', (backend) => {
  let world: MessagingWorld
  let agent: Actor
  let conversationId: number
  let elsewhere: number
  let sent = 0

  beforeAll(async () => {
    world = await messagingWorld(backend)
    agent = await world.person('agent')
    await world.routeTo({ type: 'extension', id: agent.id })
    await world.deliver(text('Hello'))
    conversationId = (await world.onlyConversation()).id
    await world.deliver(text('Hello', { from: '+12025550177' }))
    const threads = await world.store.db.selectFrom('conversation').select('id').orderBy('id').execute()
    elsewhere = threads.at(-1)!.id
  })
  afterAll(() => world.close())

  async function claimOne(id = conversationId) {
    await reply(world.store, world.directory, agent, id, { text: 'Hi', mediaIds: [] }, world.now)
    const [claimed] = await world.claim()
    if (!claimed) throw new Error('nothing was claimed')
    return { claimed, vendorId: `vendor-${++sent}` }
  }

  it('that come in one delivery do what they do one by one, for several messages at once', async () => {
    const prices: readonly Pricing[] = [
      { billable: true, category: 'utility' },
      { billable: false, model: 'message' },
    ]
    const told = fc.record({
      message: fc.constantFrom(0, 1),
      status: fc.constantFrom<InboundReceipt['status']>('sent', 'delivered', 'read', 'failed'),
      at: fc.integer({ min: 1, max: 1_000 }),
      pricing: fc.option(fc.constantFrom(...prices), { nil: undefined }),
      early: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(told, { maxLength: 10 }), async (all) => {
        const seen = []
        for (const way of ['one by one', 'together']) {
          const sends = [await claimOne(), await claimOne(elsewhere)]
          const of = (early: boolean) =>
            all
              .filter((one) => one.early === early)
              .map(({ message, status, at, pricing }) =>
                receipt(sends[message]!.vendorId, status, {
                  at,
                  pricing,
                  ...(status === 'failed'
                    ? { failure: { code: 'delivery_failed', vendorCode: `${at}` } }
                    : {}),
                }),
              )
          const deliver = async (some: InboundReceipt[]) => {
            if (way === 'together') await world.deliver(...some)
            else for (const one of some) await world.deliver(one)
          }
          const before = await counts()
          await deliver(of(true))
          for (const { claimed, vendorId } of sends) {
            await world.settle(claimed, { kind: 'accepted', providerMessageId: vendorId })
          }
          await deliver(of(false))
          const after = await counts()
          seen.push([
            ...(await Promise.all(sends.map(({ claimed }) => fateOf(claimed.messageId)))),
            after.map((count, n) => count - before[n]!),
          ])
        }
        expect(seen[1]).toEqual(seen[0])
      }),
      { numRuns: backend.kind === 'sqlite' ? 60 : 15 },
    )
  })

  /** What is left of a message's receipts: its row, and the changes of its status that were told, in their order. */
  async function fateOf(id: number) {
    const row = await world.message(id)
    const { status, failure_code, vendor_code, sent_at, delivered_at, read_at, pricing } = row
    const events = await world.store.db
      .selectFrom('event')
      .select('data')
      .where('message_id', '=', id)
      .where('type', '=', 'message.status')
      .orderBy('id')
      .execute()
    const price = pricing === null ? null : JSON.parse(pricing as string)
    return [
      { status, failure_code, vendor_code, sent_at, delivered_at, read_at, price },
      events.map(({ data }) => data),
    ]
  }

  async function counts(): Promise<readonly number[]> {
    const sums = await world.store.db
      .selectFrom('sender_hour')
      .select((select) => [
        select.fn.sum<number>('sent').as('sent'),
        select.fn.sum<number>('succeeded').as('succeeded'),
        select.fn.sum<number>('failed').as('failed'),
      ])
      .executeTakeFirstOrThrow()
    return [sums.sent, sums.succeeded, sums.failed].map(Number)
  }

  it('of a thousand messages in one delivery take a few statements', async () => {
    await world.store.write(async (trx) => {
      await sql`with recursive n(i) as (select 1 union all select i + 1 from n where i < 1000)
        insert into message
          (conversation_id, channel_id, sender_id, direction, status, author_type, attempts, client_ref, created_at)
        select ${conversationId}, ${world.channelId}, ${world.senderId}, 'out', 'sending', 'system', 1, 'many-' || i, ${world.now}
        from n`.execute(trx)
      await sql`insert into attempt (message_id, channel_id, number, started_at, outcome, provider_message_id)
        select id, channel_id, 1, ${world.now}, 'accepted', client_ref from message
        where client_ref like 'many-%'`.execute(trx)
    })
    const all = Array.from({ length: 1_000 }, (_, i) => receipt(`many-${i + 1}`, 'delivered'))
    expect(await statementsOf(() => world.deliver(...all))).toBeLessThan(20)
    const { rows } =
      await sql`select status, count(*) as n from message where client_ref like 'many-%' group by status`.execute(
        world.store.db,
      )
    expect(rows).toEqual([{ status: 'delivered', n: 1_000 }])
  })

  it('never move a message down, whatever their order, repeats and gaps, and before the answer too', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const { claimed, vendorId } = await claimOne()
        let answered = false
        let highest: OutboundStatus = 'sending'
        const early: OutboundStatus[] = []
        const raise = (status: OutboundStatus) => {
          if (ladder.indexOf(status) > ladder.indexOf(highest)) highest = status
        }
        for (const one of [...steps, { kind: 'answer' } as const]) {
          if (one.kind === 'answer') {
            if (answered) continue
            answered = true
            await world.settle(claimed, { kind: 'accepted', providerMessageId: vendorId })
            raise('sent')
            for (const status of early) raise(status)
          } else {
            await world.deliver(receipt(vendorId, one.status))
            if (answered) raise(one.status)
            else early.push(one.status)
          }
          expect((await world.message(claimed.messageId)).status).toBe(highest)
        }
      }),
      { numRuns: 60 },
    )
  })

  it('find a message whose answer was lost by our reference, and resolve it', async () => {
    const { claimed, vendorId } = await claimOne()
    await world.settle(claimed, { kind: 'unknown', failure: { code: 'outcome_unknown' } })
    await world.deliver(
      receipt(vendorId, 'delivered', { reference: referenceOf(claimed.messageId, claimed.attempt) }),
    )
    expect(await world.message(claimed.messageId)).toMatchObject({ status: 'delivered', failure_code: null })
    const attempt = await world.store.db
      .selectFrom('attempt')
      .select(['outcome', 'provider_message_id'])
      .where('id', '=', claimed.attemptId)
      .executeTakeFirst()
    expect(attempt).toEqual({ outcome: 'accepted', provider_message_id: vendorId })
  })

  it.each(['1', 'x.y', '99999999.1', '1.99999', '__proto__.1'])(
    'make nothing of a foreign reference: %s',
    async (reference) => {
      const before = await world.store.db.selectFrom('message').selectAll().orderBy('id').execute()
      await world.deliver(receipt(`foreign-${reference}`, 'delivered', { reference }))
      expect(await world.store.db.selectFrom('message').selectAll().orderBy('id').execute()).toEqual(before)
    },
  )

  it('of the same id on another channel belong to that channel', async () => {
    const { claimed, vendorId } = await claimOne()
    await world.settle(claimed, { kind: 'accepted', providerMessageId: vendorId })
    const other = await world.channels.create(world.deed(), {
      name: 'Other',
      provider: 'generic',
      credentials: { api_key: 'key-1234567890' },
      settings: { api_base_url: 'https://other.example.com' },
      active: true,
    })
    await world.store.write((trx) =>
      trx
        .insertInto('receipt')
        .values({
          channel_id: other.id,
          provider_message_id: vendorId,
          message_id: null,
          status: 'delivered',
          at: world.now,
          failure_code: null,
          vendor_code: null,
          vendor_text: null,
          created_at: world.now,
        })
        .execute(),
    )
    expect((await world.message(claimed.messageId)).status).toBe('sent')
  })

  const conversation = { id: 'c1', origin: 'referral_conversion', expiresAt: Date.UTC(2026, 10, 24, 12) }
  const told: Record<'sent' | 'delivered' | 'read', Pricing | undefined> = {
    sent: { billable: false, model: 'message', type: 'regular', conversation },
    delivered: { billable: true, type: 'regular', category: 'utility', conversation: { id: 'c1' } },
    read: undefined,
  }
  const whole = {
    billable: true,
    model: 'message',
    type: 'regular',
    category: 'utility',
    conversation: { id: 'c1', origin: 'referral_conversion', expires_at: '2026-11-24T12:00:00.000Z' },
  }

  it('tell what a message costs, the same whatever their order, repeats and gaps, and before the answer too', async () => {
    const one = fc.constantFrom('answer' as const, 'sent' as const, 'delivered' as const, 'read' as const)
    await fc.assert(
      fc.asyncProperty(fc.array(one, { maxLength: 8 }), async (steps) => {
        const { claimed, vendorId } = await claimOne()
        let answered = false
        for (const step of [...steps, 'answer', 'sent', 'delivered'] as const) {
          if (step !== 'answer') await world.deliver(receipt(vendorId, step, { pricing: told[step] }))
          else if (!answered) {
            answered = true
            await world.settle(claimed, { kind: 'accepted', providerMessageId: vendorId })
          }
        }
        const message = await getMessage(world.store.db, world.lanes, agent, claimed.messageId)
        expect(message.pricing).toEqual(whole)
      }),
      { numRuns: 40 },
    )
  })

  it('tell the price to whoever watches: with the status where that moves, by itself where it does not', async () => {
    const { claimed, vendorId } = await claimOne()
    await world.settle(claimed, { kind: 'accepted', providerMessageId: vendorId })
    const lastEvent = async () =>
      world.store.db
        .selectFrom('event')
        .select(['id', 'type', 'data'])
        .orderBy('id', 'desc')
        .limit(1)
        .executeTakeFirstOrThrow()
    const pricing = { billable: true, category: 'utility' }
    await world.deliver(receipt(vendorId, 'delivered', { pricing }))
    expect(await lastEvent()).toMatchObject({ type: 'message.status' })
    // Late, and of a lower status.
    await world.deliver(receipt(vendorId, 'sent', { pricing: { model: 'message' } }))
    const changed = await lastEvent()
    expect(changed).toMatchObject({ type: 'message.changed', data: '{"change":"pricing"}' })
    await world.deliver(receipt(vendorId, 'sent', { pricing: { model: 'message' } }))
    expect((await lastEvent()).id).toBe(changed.id)
    // The first one of its status knew none.
    await world.deliver(receipt(vendorId, 'read'))
    await world.deliver(receipt(vendorId, 'read', { pricing: { type: 'regular' } }))
    expect(await getMessage(world.store.db, world.lanes, agent, claimed.messageId)).toMatchObject({
      status: 'read',
      pricing: { billable: true, model: 'message', type: 'regular', category: 'utility', conversation: null },
    })
  })

  it('say when a message was sent, delivered and read, as the vendor says it', async () => {
    const { claimed, vendorId } = await claimOne()
    await world.settle(claimed, { kind: 'accepted', providerMessageId: vendorId })
    const at = world.now + 5_000
    await world.deliver(receipt(vendorId, 'read', { at }))
    expect(await world.message(claimed.messageId)).toMatchObject({
      status: 'read',
      sent_at: world.now,
      delivered_at: at,
      read_at: at,
    })
  })
})
