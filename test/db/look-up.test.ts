import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { LostSend, SendOutcome } from '../../src/contract/outbound.ts'
import type { Actor } from '../../src/core/access/actor.ts'
import type { ChannelEntry, Directory } from '../../src/core/channels/directory.ts'
import { reply } from '../../src/core/conversations/reply.ts'
import { sendAgain } from '../../src/core/conversations/send-again.ts'
import { lookUpWaitsMs } from '../../src/core/outbound/back-off.ts'
import type { Claimed } from '../../src/core/outbound/claim.ts'
import { dueLookUps, settleLookUp } from '../../src/core/outbound/look-up.ts'
import { recoverOpenAttempts } from '../../src/core/outbound/recover.ts'
import { createLog } from '../../src/lib/log/log.ts'
import { createLookUps } from '../../src/worker/look-ups.ts'
import { describeOnBoth } from '../support/database.ts'
import { type MessagingWorld, messagingWorld, receipt, text } from '../support/messaging-world.ts'

const accepted = (providerMessageId: string): SendOutcome => ({ kind: 'accepted', providerMessageId })
const unknown: SendOutcome = { kind: 'unknown', failure: { code: 'outcome_unknown' } }
const notTaken: SendOutcome = { kind: 'retry', failure: { code: 'provider_unavailable' } }

describeOnBoth('a send whose answer was lost', (backend) => {
  let world: MessagingWorld
  let agent: Actor
  let conversationId: number
  beforeEach(async () => {
    world = await messagingWorld(backend)
    agent = await world.person('agent')
    await world.routeTo({ type: 'extension', id: agent.id })
    await world.deliver(text('Hello'))
    conversationId = (await world.onlyConversation()).id
  })
  afterEach(() => world.close())

  async function claimed(words: string): Promise<Claimed> {
    const draft = { text: words, mediaIds: [] }
    await reply(world.store, world.directory, agent, conversationId, draft, world.now)
    return (await world.claim())[0] as Claimed
  }
  async function lost(words = 'Hi'): Promise<Claimed> {
    const one = await claimed(words)
    await world.settle(one, unknown)
    return one
  }
  /** The first that is due, once its wait is over. */
  async function due() {
    world.now += lookUpWaitsMs[0]
    return (await dueLookUps(world.store.db, world.now, 10))[0]!
  }
  const options = () => ({ store: world.store, now: () => world.now })
  const told = async (outcome: SendOutcome) => settleLookUp(options(), await due(), outcome)
  const counted = () =>
    world.store.db.selectFrom('sender_hour').select(['sent', 'succeeded', 'failed']).executeTakeFirst()

  it('is asked about after a short wait, with what the carrier may know it by', async () => {
    const { messageId } = await lost()
    expect(await dueLookUps(world.store.db, world.now, 10)).toEqual([])
    const startedAt = world.now
    expect(await due()).toMatchObject({
      messageId,
      lost: { reference: `${messageId}.1`, from: '+12025550123', to: '+12025550101', text: 'Hi', startedAt },
    })
    expect(await dueLookUps(world.store.db, world.now, 10, [world.channelId])).toEqual([])
  })

  it('is sent where the carrier took it, since the moment it left; receipts find it, and it counts once', async () => {
    const { messageId } = await lost()
    const startedAt = world.now
    await world.deliver(receipt('v1', 'delivered'))
    expect(await told(accepted('v1'))).toBe('accepted')
    expect(await world.message(messageId)).toMatchObject({
      status: 'delivered',
      sent_at: startedAt,
      failure_code: null,
    })
    expect(await counted()).toEqual({ sent: 1, succeeded: 1, failed: 0 })
    expect(await dueLookUps(world.store.db, world.now + 1e9, 10)).toEqual([])
  })

  it('waits for another try where the carrier surely has not taken it', async () => {
    const { messageId } = await lost()
    expect(await told(notTaken)).toBe('retry')
    expect(await world.message(messageId)).toMatchObject({ status: 'queued', maybe_repeat: 0 })
    world.now += 60_000
    const [again] = await world.claim()
    expect(again).toMatchObject({ messageId, attempt: 2 })
    await world.settle(again as Claimed, accepted('v2'))
    expect(await counted()).toEqual({ sent: 1, succeeded: 1, failed: 0 })
  })

  it('has failed where the carrier refused it', async () => {
    const { messageId } = await lost()
    await told({ kind: 'rejected', failure: { code: 'delivery_failed', vendorCode: '30005' } })
    expect(await world.message(messageId)).toMatchObject({ status: 'failed', vendor_code: '30005' })
    expect(await counted()).toEqual({ sent: 1, succeeded: 0, failed: 1 })
  })

  it('stays unconfirmed where the carrier cannot say, with its last words, and is asked a few times', async () => {
    const { messageId } = await lost()
    for (const waitMs of lookUpWaitsMs) {
      world.now += waitMs - 1
      expect(await dueLookUps(world.store.db, world.now, 10)).toEqual([])
      world.now += 1
      const [lookUp] = await dueLookUps(world.store.db, world.now, 10)
      const failure = { code: 'outcome_unknown', vendorText: 'Not in the list.' } as const
      await settleLookUp(options(), lookUp!, { kind: 'unknown', failure })
    }
    expect(await dueLookUps(world.store.db, world.now + 1e9, 10)).toEqual([])
    expect(await world.message(messageId)).toMatchObject({
      status: 'unconfirmed',
      failure_code: 'outcome_unknown',
      vendor_text: 'Not in the list.',
    })
  })

  it('is not asked about when its receipt came first', async () => {
    const { messageId } = await lost()
    await world.deliver(receipt('v1', 'delivered', { reference: `${messageId}.1` }))
    expect(await due()).toBeUndefined()
  })

  it('is not taken for another message of ours with the same words', async () => {
    const first = await claimed('OK')
    await world.settle(first, accepted('v1'))
    const { messageId } = await lost('OK')
    expect(await told(accepted('v1'))).toBe('unknown')
    // Nor for one whose answer is still to come.
    await claimed('OK')
    world.now += lookUpWaitsMs[1]
    expect(await told(accepted('v2'))).toBe('unknown')
    expect(await world.message(messageId)).toMatchObject({ status: 'unconfirmed' })
  })

  it('does not go out again, where a person had asked for it, once the carrier says that it was taken', async () => {
    const { messageId } = await lost()
    await sendAgain(world.store, world.directory, agent, messageId, world.now)
    await told(accepted('v1'))
    expect(await world.message(messageId)).toMatchObject({ status: 'sent' })
    expect(await world.claim()).toEqual([])
  })

  it.each<[string, SendOutcome]>([
    ['has not taken it', notTaken],
    ['refused it', { kind: 'rejected', failure: { code: 'send_failed' } }],
  ])(
    'goes out again, where a person had asked for it, though the carrier says that it %s',
    async (_, outcome) => {
      const { messageId } = await lost()
      await sendAgain(world.store, world.directory, agent, messageId, world.now)
      await told(outcome)
      expect(await world.message(messageId)).toMatchObject({ status: 'queued' })
      const [again] = await world.claim()
      await world.settle(again as Claimed, accepted('v2'))
      expect(await world.message(messageId)).toMatchObject({ status: 'sent' })
      expect(await counted()).toEqual({ sent: 1, succeeded: 1, failed: 0 })
    },
  )

  it('by a crash is asked about by itself', async () => {
    const { messageId } = await claimed('Hi')
    await recoverOpenAttempts(world.store, world.now)
    const asked: LostSend[] = []
    const told: string[] = []
    const rounds = run(async (one) => {
      asked.push(one)
      return accepted('v1')
    }, told)
    await new Promise((resolve) => setTimeout(resolve, 1_100))
    expect(asked).toEqual([])
    world.now += lookUpWaitsMs[0]
    await vi.waitFor(
      async () => expect(await world.message(messageId)).toMatchObject({ status: 'sent' }),
      4_000,
    )
    await rounds.stop()
    expect(asked).toMatchObject([{ reference: `${messageId}.1` }])
    expect(told).toEqual(['accepted'])
  })

  it.each([
    ['has no look-up', undefined, null],
    ['has one with a bug', () => Promise.reject(new Error('a bug')), lookUpWaitsMs[1]],
  ])('where the carrier %s', async (_, lookUp, waitMs) => {
    await lost()
    world.now += lookUpWaitsMs[0]
    const rounds = run(lookUp)
    await vi.waitFor(async () => {
      const row = await world.store.db.selectFrom('attempt').selectAll().executeTakeFirstOrThrow()
      expect(row).toMatchObject({
        outcome: 'unknown',
        look_up_at: waitMs === null ? null : world.now + waitMs,
      })
    }, 4_000)
    await rounds.stop()
  })

  /** The worker, with a carrier that has this look-up. */
  function run(lookUp: ((lost: LostSend) => Promise<SendOutcome>) | undefined, told: string[] = []) {
    const entry = world.entry()
    const { lookUp: _, ...without } = entry.provider
    const provider = lookUp ? { ...without, lookUp } : without
    const directory = { byId: (): ChannelEntry => ({ ...entry, provider }) } as unknown as Directory
    const rounds = createLookUps({
      store: world.store,
      directory,
      log: createLog({ level: 'silent', format: 'json' }),
      io: () => ({}) as never,
      now: () => world.now,
      moved: () => undefined,
      told: (_entry, kind) => told.push(kind),
    })
    rounds.start()
    return rounds
  }
})
