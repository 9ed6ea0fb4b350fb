import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { SendOutcome } from '../../src/contract/outbound.ts'
import type { Actor } from '../../src/core/access/actor.ts'
import { consentHistory, listOptOuts } from '../../src/core/consent/list.ts'
import { noteConsent } from '../../src/core/consent/note.ts'
import { getConversation, listMessages } from '../../src/core/conversations/list.ts'
import { reply } from '../../src/core/conversations/reply.ts'
import { sendAgain } from '../../src/core/conversations/send-again.ts'
import { timeline } from '../../src/core/conversations/timeline.ts'
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

  describe('what a contact says to one channel of a number', () => {
    const bodies = async () =>
      (await listMessages(world.store.db, world.lanes, agent, { limit: 50 })).data.map((one) => one.text)
    const optOuts = async () => (await listOptOuts(world.store.db, { limit: 10 })).data
    const there = async () => {
      await world.deliverTo(second, text('Hi there'))
      const rows = await world.store.db.selectFrom('conversation').select('id').orderBy('id').execute()
      return rows.at(-1)!.id
    }

    it('holds on the other: nothing waits, goes or is accepted there, and both threads show it', async () => {
      const waiting = await write('one')
      await use(second)
      const elsewhere = await there()
      expect(await world.deliverTo(second, text('STOP'))).toMatchObject({ answers: 1 })
      expect(await world.message(waiting)).toMatchObject({ status: 'failed', failure_code: 'opted_out' })
      await expect(write('two')).rejects.toMatchObject({ code: 'opted_out' })
      for (const id of [conversationId, elsewhere]) {
        const seen = await getConversation(world.store.db, world.lanes, agent, id)
        expect(seen.opted_out_at).toEqual(expect.any(String))
        expect(await consentHistory(world.store.db, agent, id)).toMatchObject([
          { state: 'out', words: 'STOP' },
        ])
        expect(await timeline(world.store.db, agent, id)).toContainEqual(
          expect.objectContaining({ type: 'consent.changed' }),
        )
      }
      expect(await optOuts()).toMatchObject([{ sender: { address: business, channel_id: second } }])
      // Said once more, to the other channel: known already.
      expect(await world.deliver(text('Stop.'))).toMatchObject({ answers: 0 })
      expect(await optOuts()).toMatchObject([{ sender: { channel_id: world.channelId } }])
      expect(await bodies()).toContain('Stop.')
    })

    it('is lifted by either, and a message that was claimed too late ends', async () => {
      await world.deliverTo(second, text('STOP'))
      expect(await world.deliver(text('START'))).toMatchObject({ answers: 1 })
      expect(await optOuts()).toEqual([])
      const id = await write('three')
      // Another process of the number's other carrier wrote it meanwhile.
      await world.store.write((trx) =>
        sql`insert into consent (sender_id, identity_id, address, state, source, words, at)
          select s.id, c.identity_id, s.address, 'out', 'vendor', 'x', ${world.now}
          from sender as s, conversation as c where s.channel_id = ${second} and c.id = ${conversationId}`.execute(
          trx,
        ),
      )
      const answer = (await claim())!
      expect(answer.messageId).not.toBe(id)
      await world.settle(answer, { kind: 'accepted', providerMessageId: 'v-1' })
      expect(await claim()).toBeUndefined()
      expect(await world.message(id)).toMatchObject({ status: 'failed', failure_code: 'opted_out' })
    })

    it('does not hold for another number, nor for another kind of network with the same address', async () => {
      const other = await channel('Other', '+12025550188')
      const page = await channel('Page', '1234567890', 'shy')
      await world.store.write((trx) =>
        trx.updateTable('sender').set({ address: business }).where('channel_id', '=', page).execute(),
      )
      await world.directory.reload(page)
      await world.deliverTo(other, text('STOP', { to: ['+12025550188'] }))
      await world.deliverTo(page, text('Hi'))
      const onPage = await world.store.db
        .selectFrom('conversation')
        .select('id')
        .where('channel_id', '=', page)
        .executeTakeFirstOrThrow()
      await noteConsent(world.store, agent, onPage.id, { state: 'out', words: 'no more' }, world.now)
      expect(await optOuts()).toHaveLength(2)
      await write('still welcome')
      expect(await claim()).toMatchObject({ text: 'still welcome' })
    })
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
