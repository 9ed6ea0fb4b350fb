import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { SendOutcome } from '../../src/contract/outbound.ts'
import type { Actor } from '../../src/core/access/actor.ts'
import { reply } from '../../src/core/conversations/reply.ts'
import { sendAgain } from '../../src/core/conversations/send-again.ts'
import { nextDueAt } from '../../src/core/outbound/due.ts'
import { failStranded, failWaiting, recoverOpenAttempts } from '../../src/core/outbound/recover.ts'
import { release, releaseLost } from '../../src/core/outbound/release.ts'
import { settle } from '../../src/core/outbound/settle.ts'
import { describeOnBoth } from '../support/database.ts'
import { type MessagingWorld, messagingWorld, receipt, text } from '../support/messaging-world.ts'

const accepted = (providerMessageId: string): SendOutcome => ({ kind: 'accepted', providerMessageId })
const retry = (afterMs?: number): SendOutcome => ({
  kind: 'retry',
  failure: { code: 'too_frequent' },
  afterMs,
})
const unknown: SendOutcome = { kind: 'unknown', failure: { code: 'outcome_unknown' } }

describeOnBoth('outbound messages', (backend) => {
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

  const write = (words: string, more: object = {}, conversation = conversationId) =>
    reply(
      world.store,
      world.directory,
      agent,
      conversation,
      { text: words, mediaIds: [], ...more },
      world.now,
    )
  const only = async () => {
    const [claimed] = await world.claim()
    if (!claimed) throw new Error('nothing was claimed')
    return claimed
  }

  it('goes from queued to sent, with an attempt committed before the send', async () => {
    const { messageId } = await write('Hi')
    expect(await world.message(messageId)).toMatchObject({ status: 'queued', segments: 1, encoding: 'GSM-7' })
    const claimed = await only()
    expect(claimed).toMatchObject({
      messageId,
      attempt: 1,
      text: 'Hi',
      from: '+12025550123',
      to: '+12025550101',
    })
    expect(await world.store.db.selectFrom('attempt').select(['outcome', 'number']).execute()).toEqual([
      { outcome: 'open', number: 1 },
    ])
    await world.settle(claimed, accepted('v1'))
    expect(await world.message(messageId)).toMatchObject({ status: 'sent', sent_at: world.now })
    expect(await world.claim()).toEqual([])
  })

  it('goes in plain characters where the channel wants that and it takes fewer parts', async () => {
    const words = `“${'a'.repeat(80)}” – that’s all…`
    const asWritten = await write(words)
    expect(await world.message(asWritten.messageId)).toMatchObject({
      text: words,
      segments: 2,
      encoding: 'UCS-2',
    })
    await world.channels.patch(world.deed(), world.channelId, { settings: { smart_encoding: true } })
    const plain = await write(words, { clientRef: 'plain' })
    expect(await world.message(plain.messageId)).toMatchObject({
      text: `"${'a'.repeat(80)}" - that's all...`,
      segments: 1,
      encoding: 'GSM-7',
    })
    expect(await write(words, { clientRef: 'plain' })).toEqual(plain)
    const short = await write('“Hi”')
    expect(await world.message(short.messageId)).toMatchObject({
      text: '“Hi”',
      segments: 1,
      encoding: 'UCS-2',
    })
  })

  it('is accepted once for one key, and refuses the key with other words', async () => {
    const first = await write('Hi', { clientRef: 'r1' })
    expect(await write('Hi', { clientRef: 'r1' })).toEqual(first)
    await expect(write('Ho', { clientRef: 'r1' })).rejects.toMatchObject({ code: 'idempotency_mismatch' })
    const key = await write('Hey', { idempotencyKey: 'k1' })
    expect(await write('Hey', { idempotencyKey: 'k1' })).toEqual(key)
    expect(await world.claim()).toHaveLength(1)
  })

  it('keeps one in flight for a conversation, oldest first, also while the oldest waits for another try', async () => {
    await write('one')
    await write('two')
    const first = await only()
    expect(first.text).toBe('one')
    expect(await world.claim()).toEqual([])
    await world.settle(first, retry(10_000))
    expect(await world.claim()).toEqual([])
    world.now += 10_000
    const again = await only()
    expect(again).toMatchObject({ text: 'one', attempt: 2 })
    await world.settle(again, accepted('v1'))
    expect((await only()).text).toBe('two')
  })

  it('lets replies pass bulk, in the lane and in one conversation', async () => {
    const bulk = await write('bulk')
    await world.store.write((trx) =>
      trx.updateTable('message').set({ priority: 1 }).where('id', '=', bulk.messageId).execute(),
    )
    await write('reply')
    // Never both at a time: they are of one conversation.
    expect((await world.claim()).map((claimed) => claimed.text)).toEqual(['reply'])
  })

  it('gives up an hour after the first attempt, and starts a new hour when a person sends again', async () => {
    const { messageId } = await write('Hi')
    await world.settle(await only(), retry(3_000_000))
    world.now += 3_000_000
    await world.settle(await only(), retry(3_000_000))
    expect(await world.message(messageId)).toMatchObject({ status: 'failed', failure_code: 'gave_up' })
    await sendAgain(world.store, world.directory, agent, messageId, world.now)
    await world.settle(await only(), retry(1_000))
    expect(await world.message(messageId)).toMatchObject({ status: 'queued', failure_code: 'too_frequent' })
  })

  it('never sends an unknown outcome again without consent, and marks it then', async () => {
    const { messageId } = await write('Hi')
    await world.settle(await only(), unknown)
    expect(await world.message(messageId)).toMatchObject({ status: 'unconfirmed', maybe_repeat: 0 })
    world.now += 86_400_000
    expect(await world.claim()).toEqual([])
    await sendAgain(world.store, world.directory, agent, messageId, world.now)
    expect(await only()).toMatchObject({ messageId, attempt: 2, maybeRepeat: true })
  })

  it('calls open attempts unconfirmed after a crash, once', async () => {
    const { messageId } = await write('Hi')
    await only()
    expect(await recoverOpenAttempts(world.store, world.now)).toBe(1)
    expect(await recoverOpenAttempts(world.store, world.now)).toBe(0)
    expect(await world.message(messageId)).toMatchObject({ status: 'unconfirmed' })
  })

  it('ends at the start what was left waiting on a channel that is off', async () => {
    const { messageId } = await write('Hi')
    await world.store.write((trx) => trx.updateTable('channel').set({ active: 0 }).execute())
    await failStranded(world.store, world.now)
    expect(await world.message(messageId)).toMatchObject({ status: 'failed', failure_code: 'channel_off' })
  })

  it('leaves at the start what waits on a channel that is on', async () => {
    const { messageId } = await write('Hi')
    await failStranded(world.store, world.now)
    expect(await world.message(messageId)).toMatchObject({ status: 'queued' })
  })

  it('puts back what was claimed and not begun as if nothing had been', async () => {
    const { messageId } = await write('Hi')
    const claimed = await only()
    const options = { store: world.store, now: () => world.now }
    await release(options, world.channelId, [claimed])
    expect(await world.message(messageId)).toMatchObject({ status: 'queued', attempts: 0 })
    expect(await world.store.db.selectFrom('attempt').selectAll().execute()).toEqual([])
    expect(await only()).toMatchObject({ messageId, attempt: 1 })
    // Once more, because the answer to the first commit was lost: the new attempt is not touched.
    await release(options, world.channelId, [claimed])
    expect(await world.message(messageId)).toMatchObject({ status: 'sending', attempts: 1 })
  })

  it('puts back a claim that was committed without an answer, and nothing that somebody holds', async () => {
    const { messageId } = await write('Hi')
    const { attemptId } = await only()
    const options = { store: world.store, now: () => world.now }
    await releaseLost(options, world.channelId, 'all', new Set([attemptId]))
    expect(await world.message(messageId)).toMatchObject({ status: 'sending' })
    await releaseLost(options, world.channelId, 'all', new Set())
    expect(await world.message(messageId)).toMatchObject({ status: 'queued', attempts: 0 })
  })

  it('settles an attempt once: a second time, after a lost answer, changes nothing', async () => {
    const { messageId } = await write('Hi')
    const claimed = await only()
    const options = { store: world.store, now: () => world.now }
    const failure = { code: 'network_failure' } as const
    await settle(options, world.channelId, claimed, { kind: 'retry', failure, afterMs: 0 })
    expect(await only()).toMatchObject({ messageId, attempt: 2 })
    await settle(options, world.channelId, claimed, { kind: 'retry', failure, afterMs: 0 })
    expect(await world.message(messageId)).toMatchObject({ status: 'sending', attempts: 2 })
  })

  describe('in two buckets', () => {
    const withFile = async (words: string) => {
      const { messageId } = await write(words)
      await world.store.write((trx) =>
        trx.updateTable('message').set({ has_media: 1 }).where('id', '=', messageId).execute(),
      )
      return messageId
    }
    const texts = async (bucket: 'text' | 'media') =>
      (await world.claim(10, bucket)).map((claimed) => claimed.text)
    /** A conversation with somebody else. */
    async function other(): Promise<number> {
      await world.deliver(text('Me too', { from: '+12025550102' }))
      const { id } = await world.store.db
        .selectFrom('conversation')
        .select((select) => select.fn.max('id').as('id'))
        .executeTakeFirstOrThrow()
      return Number(id)
    }

    it('are claimed apart, and one conversation keeps its order across both', async () => {
      const there = await other()
      await withFile('picture')
      await write('text after it')
      await write('text', {}, there)
      const media = async () => (await world.claim(10, 'media'))[0]!
      const due = (bucket: 'text' | 'media') =>
        nextDueAt(world.store.db, undefined, world.channelId, bucket, world.now)
      expect(await texts('text')).toEqual(['text'])
      const picture = await media()
      expect(picture.text).toBe('picture')
      expect(await texts('text')).toEqual([])
      await world.settle(picture, retry(10_000))
      expect(await texts('text')).toEqual([])
      expect(await due('media')).toBe(world.now + 10_000)
      expect(await due('text')).toBeUndefined()
      world.now += 10_000
      await world.settle(await media(), accepted('v1'))
      expect(await texts('text')).toEqual(['text after it'])
    })

    it('are put back apart when a commit was not answered', async () => {
      const there = await other()
      const picture = await withFile('picture')
      const { messageId } = await write('text', {}, there)
      await world.claim(10, 'text')
      await world.claim(10, 'media')
      const options = { store: world.store, now: () => world.now }
      await releaseLost(options, world.channelId, 'media', new Set())
      expect(await world.message(picture)).toMatchObject({ status: 'queued' })
      expect(await world.message(messageId)).toMatchObject({ status: 'sending' })
    })
  })

  it('ends what waits on a channel that is switched off', async () => {
    const { messageId } = await write('Hi')
    await world.store.write((trx) => failWaiting(trx, world.store.backend, world.channelId, world.now))
    expect(await world.message(messageId)).toMatchObject({ status: 'failed', failure_code: 'channel_off' })
  })

  it('refuses a reply to an older state of the thread, names what came, and takes it on consent', async () => {
    const seen = await world.store.db
      .selectFrom('event')
      .select((select) => select.fn.max('id').as('id'))
      .executeTakeFirstOrThrow()
    await world.deliver(text('wait, one more thing'))
    await expect(write('Hi', { seenEventId: Number(seen.id) })).rejects.toMatchObject({
      code: 'conversation_moved_on',
      extra: { message_ids: [expect.any(Number)] },
    })
    await expect(write('Hi')).resolves.toMatchObject({ channelId: world.channelId })
  })

  it.each([
    ['nothing at all', { text: '  ' }],
    ['a NUL character', { text: 'a\0b' }],
    ['half of a character', { text: 'a\ud83d' }],
    ['a file that is not there', { text: 'x', mediaIds: [42] }],
    ['more than the channel takes', { text: 'x'.repeat(20_000) }],
  ])('refuses %s', async (_what, draft) => {
    await expect(write('', draft)).rejects.toMatchObject({ code: 'validation_failed' })
    expect(await world.claim()).toEqual([])
  })

  it('counts sends by how they ended, also when a receipt changes it', async () => {
    const counts = async () => {
      const [row] = await world.store.db
        .selectFrom('sender_hour')
        .select(['sent', 'succeeded', 'failed', 'received'])
        .execute()
      return row
    }
    await write('one')
    await world.settle(await only(), accepted('v1'))
    expect(await counts()).toEqual({ sent: 1, succeeded: 1, failed: 0, received: 1 })
    await world.deliver(receipt('v1', 'failed', { failure: { code: 'delivery_failed' } }))
    expect(await counts()).toEqual({ sent: 1, succeeded: 0, failed: 1, received: 1 })
    await world.deliver(receipt('v1', 'delivered'))
    expect(await counts()).toEqual({ sent: 1, succeeded: 1, failed: 0, received: 1 })
  })
})
