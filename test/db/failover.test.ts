import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { SendOutcome } from '../../src/contract/outbound.ts'
import type { Actor } from '../../src/core/access/actor.ts'
import { reply } from '../../src/core/conversations/reply.ts'
import { sendAgain } from '../../src/core/conversations/send-again.ts'
import type { Claimed } from '../../src/core/outbound/claim.ts'
import { failOver } from '../../src/core/outbound/failover.ts'
import { settle } from '../../src/core/outbound/settle.ts'
import { describeOnBoth } from '../support/database.ts'
import { business, type MessagingWorld, messagingWorld, receipt, text } from '../support/messaging-world.ts'

type Retry = Extract<SendOutcome, { kind: 'retry' }>
const down: Retry = { kind: 'retry', failure: { code: 'provider_unavailable' }, afterMs: 1_000 }

describeOnBoth('a second channel', (backend) => {
  let world: MessagingWorld
  let agent: Actor
  let conversationId: number
  let second: number
  beforeEach(async () => {
    world = await messagingWorld(backend)
    agent = await world.person('administrator')
    second = await channel('Second', business)
    await world.deliver(text('Hello'))
    conversationId = (await world.onlyConversation()).id
  })
  afterEach(() => world.close())

  async function channel(name: string, address: string, provider = 'generic'): Promise<number> {
    const deed = world.deed()
    const { id } = await world.channels.create(deed, {
      name,
      provider,
      credentials: { api_key: 'key-1234567890' },
      settings: { api_base_url: 'https://other.example.com' },
      active: true,
    })
    await world.senders.create(deed, id, { address, destination: null, starters: [] })
    return id
  }
  const use = (failover_channel_id: number | null) =>
    world.senders.patch(world.deed(), world.senderId, { failover_channel_id })
  const write = async (words: string) => {
    const draft = { text: words, mediaIds: [] }
    return (await reply(world.store, world.directory, agent, conversationId, draft, world.now)).messageId
  }
  async function claim(channelId = world.channelId): Promise<Claimed | undefined> {
    world.now += 5_000
    return (await world.claim(1, 'all', channelId))[0]
  }
  /** One try that fails; answers where the message went. */
  async function fail(claimed: Claimed, outcome: Retry = down, inARow = 1, channelId = world.channelId) {
    const options = { store: world.store, directory: world.directory, now: () => world.now }
    await settle(options, channelId, claimed, outcome)
    return failOver(options, channelId, claimed, outcome, inARow)
  }
  /** As many tries on the first channel as may fail without consequence. */
  async function failTwice(outcome: Retry = down): Promise<void> {
    for (let n = 0; n < 2; n++) expect(await fail((await claim())!, outcome)).toBeUndefined()
  }

  it('takes a message over after three failed tries, once, and its receipts find it', async () => {
    await use(second)
    const id = await write('Hi')
    const after = await write('And this')
    await failTwice()
    expect(await fail((await claim())!)).toBe(second)
    expect(await world.message(id)).toMatchObject({ status: 'queued', failed_over: 1, channel_id: second })
    // The next of the conversation waits for it, whichever channel it leaves by.
    expect(await claim()).toBeUndefined()
    const there = (await claim(second))!
    expect(there).toMatchObject({
      messageId: id,
      attempt: 4,
      from: business,
      homeChannelId: world.channelId,
      maybeRepeat: false,
    })
    expect(await claim()).toBeUndefined()
    expect(await fail(there, down, 9, second)).toBeUndefined()
    expect(await world.message(id)).toMatchObject({ channel_id: second })
    const again = (await claim(second))!
    const accepted: SendOutcome = { kind: 'accepted', providerMessageId: 'other-1' }
    await settle({ store: world.store, now: () => world.now }, second, again, accepted)
    expect((await claim())?.messageId).toBe(after)
    expect(await world.message(id)).toMatchObject({ status: 'sent', failed_over: 1 })
    await world.deliver(receipt('other-1', 'delivered'))
    expect(await world.message(id)).toMatchObject({ status: 'sent' })
  })

  it('takes a message over after one try where the last three of the channel failed', async () => {
    await use(second)
    await write('Hi')
    expect(await fail((await claim())!, down, 3)).toBe(second)
  })

  it('is off unless named', async () => {
    await write('Hi')
    await failTwice()
    expect(await fail((await claim())!)).toBeUndefined()
  })

  it('never takes what may have been sent', async () => {
    await use(second)
    const id = await write('Hi')
    const unknown: SendOutcome = { kind: 'unknown', failure: { code: 'outcome_unknown' } }
    await world.settle((await claim())!, unknown)
    await sendAgain(world.store, world.directory, agent, id, world.now)
    for (let n = 0; n < 4; n++) expect(await fail((await claim())!)).toBeUndefined()
  })

  it('does not take what only this contact has too many of', async () => {
    await use(second)
    await write('Hi')
    const outcome: Retry = { ...down, scope: 'contact' }
    await failTwice(outcome)
    expect(await fail((await claim())!, outcome)).toBeUndefined()
  })

  it.each<[string, () => Promise<unknown>]>([
    ['is off', () => world.channels.patch(world.deed(), second, { active: false })],
    ['was removed', () => world.channels.remove(world.deed(), second)],
    [
      'no longer has the number',
      async () => {
        const [sender] = await world.senders.list(second)
        await world.senders.patch(world.deed(), sender!.id, { active: false })
      },
    ],
  ])('takes nothing while it %s', async (_, make) => {
    await use(second)
    await make()
    await write('Hi')
    await failTwice()
    expect(await fail((await claim())!)).toBeUndefined()
  })

  it('is left for the first one when a person sends again', async () => {
    await use(second)
    const id = await write('Hi')
    await failTwice()
    await fail((await claim())!)
    const there = (await claim(second))!
    const refused: SendOutcome = { kind: 'rejected', failure: { code: 'send_failed' } }
    await settle({ store: world.store, now: () => world.now }, second, there, refused)
    await sendAgain(world.store, world.directory, agent, id, world.now)
    expect(await world.message(id)).toMatchObject({ channel_id: world.channelId, failed_over: 0 })
  })

  describe('must', () => {
    it.each<[string, () => Promise<number> | number]>([
      ['be another one', () => world.channelId],
      ['be there', () => 4242],
      ['have the number', () => channel('Third', '+12025550188')],
      [
        'send to phone numbers',
        async () => {
          const page = await channel('Third', '1234567890', 'shy')
          await world.store.write((trx) =>
            trx.updateTable('sender').set({ address: business }).where('channel_id', '=', page).execute(),
          )
          return page
        },
      ],
    ])('%s', async (_, other) => {
      const named = await other()
      await expect(use(named)).rejects.toMatchObject({
        code: 'validation_failed',
        extra: { errors: [{ path: 'body.failover_channel_id' }] },
      })
    })

    it('be named or null, and is shown', async () => {
      expect(await use(second)).toMatchObject({ failover_channel_id: second })
      expect(await use(null)).toMatchObject({ failover_channel_id: null })
      await use(second)
      await world.channels.remove(world.deed(), second)
      expect(await world.senders.list(world.channelId)).toMatchObject([{ failover_channel_id: null }])
    })
  })
})
