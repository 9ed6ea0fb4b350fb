import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Actor } from '../../src/core/access/actor.ts'
import { close, markRead, pickUp, transfer } from '../../src/core/conversations/actions.ts'
import { closeIdle } from '../../src/core/conversations/auto-close.ts'
import {
  getConversation,
  getMessage,
  listConversations,
  listMessages,
} from '../../src/core/conversations/list.ts'
import { reply } from '../../src/core/conversations/reply.ts'
import { start } from '../../src/core/conversations/start.ts'
import { timeline } from '../../src/core/conversations/timeline.ts'
import { conversationTotals } from '../../src/core/conversations/totals.ts'
import { changePerson } from '../../src/core/people/change-person.ts'
import { describeOnBoth } from '../support/database.ts'
import { type MessagingWorld, messagingWorld, text } from '../support/messaging-world.ts'

describeOnBoth('ownership', (backend) => {
  let world: MessagingWorld
  beforeEach(async () => {
    world = await messagingWorld(backend)
  })
  afterEach(() => world.close())

  const write = (actor: Actor, id: number) =>
    reply(world.store, world.directory, actor, id, { text: 'Hi', mediaIds: [] }, world.now)
  const outcome = (promise: Promise<unknown>) =>
    promise.then(
      () => 'done',
      (error: { code?: string }) => error.code ?? String(error),
    )

  /** A conversation in a queue with one member, and one person of each kind. */
  async function queued(mode: 'manual' | 'auto' | 'none') {
    const queueId = await world.queue(mode)
    const people = {
      member: await world.person('agent', [queueId]),
      colleague: await world.person('agent', [queueId]),
      stranger: await world.person('agent'),
      supervisor: await world.person('supervisor'),
      administrator: await world.person('administrator'),
    }
    await world.routeTo({ type: 'queue', id: queueId })
    await world.deliver(text('Hello'))
    return { ...people, queueId, id: (await world.onlyConversation()).id }
  }

  it('manual: all members answer until one picks up, then he alone', async () => {
    const { member, colleague, stranger, supervisor, id } = await queued('manual')
    expect(await outcome(write(member, id))).toBe('done')
    expect(await outcome(write(colleague, id))).toBe('done')
    expect(await outcome(write(stranger, id))).toBe('not_found')
    await pickUp(world.store, member, id, world.now)
    expect(await outcome(write(colleague, id))).toBe('not_found')
    expect(await outcome(write(supervisor, id))).toBe('not_owner')
    expect(await outcome(write(member, id))).toBe('done')
    expect(await outcome(pickUp(world.store, member, id, world.now))).toBe('done')
    expect(await outcome(pickUp(world.store, supervisor, id, world.now))).toBe('not_owner')
  })

  it('manual: of two who pick up at the same moment one wins', async () => {
    const { member, colleague, id } = await queued('manual')
    const results = await Promise.all(
      [member, colleague].map((actor) => outcome(pickUp(world.store, actor, id, world.now))),
    )
    expect(results.sort()).toEqual(['done', 'not_found'])
  })

  it('auto: the first answer picks up', async () => {
    const { member, colleague, id } = await queued('auto')
    const results = await Promise.all([member, colleague].map((actor) => outcome(write(actor, id))))
    expect(results.sort()).toEqual(['done', 'not_found'])
    const row = await world.onlyConversation()
    expect([member.id, colleague.id]).toContain(row.owner_id)
  })

  it('none: everybody in the queue answers and nobody owns', async () => {
    const { member, colleague, id } = await queued('none')
    expect(await outcome(pickUp(world.store, member, id, world.now))).toBe('not_owner')
    expect(await outcome(write(member, id))).toBe('done')
    expect(await outcome(write(colleague, id))).toBe('done')
    expect(await world.onlyConversation()).toMatchObject({ owner_type: null })
  })

  it('a transfer takes it from one and gives it to another, in every view at once', async () => {
    const { member, colleague, stranger, supervisor, id, queueId } = await queued('manual')
    await pickUp(world.store, member, id, world.now)
    await transfer(world.store, member, id, { type: 'extension', id: stranger.id }, world.now)
    expect(await outcome(write(member, id))).toBe('not_found')
    expect(await outcome(getConversation(world.store.db, world.lanes, member, id))).toBe('not_found')
    expect(await outcome(write(stranger, id))).toBe('done')
    expect(
      await outcome(transfer(world.store, colleague, id, { type: 'queue', id: queueId }, world.now)),
    ).toBe('not_found')
    await transfer(world.store, supervisor, id, { type: 'queue', id: queueId }, world.now)
    expect(await outcome(write(colleague, id))).toBe('done')
    await transfer(world.store, supervisor, id, { type: 'api' }, world.now)
    expect(await outcome(write(colleague, id))).toBe('not_found')
    expect(await outcome(write(supervisor, id))).toBe('not_owner')
    const told = await timeline(world.store.db, supervisor, id)
    expect(told.map((entry) => [entry.type, entry.reason, entry.to])).toEqual([
      ['conversation.opened', null, null],
      ['conversation.changed', 'picked_up', `Person ${member.id}`],
      ['conversation.changed', 'transferred', `Person ${stranger.id}`],
      ['conversation.changed', 'transferred', 'Queue 1'],
      ['conversation.changed', 'transferred', 'API'],
    ])
  })

  it('somebody switched off owns nothing: back to the queue, or to nobody, and so with what comes later', async () => {
    const { member, colleague, stranger, supervisor, id } = await queued('manual')
    await pickUp(world.store, member, id, world.now)
    await transfer(world.store, supervisor, id, { type: 'extension', id: stranger.id }, world.now)
    await world.deliver(text('Another', { from: '+12025550177' }))
    const [other] = (
      await listConversations(world.store.db, world.lanes, supervisor, { box: 'queue', limit: 5 })
    ).data
    await pickUp(world.store, stranger, other?.id ?? 0, world.now).catch(() => undefined)
    await pickUp(world.store, member, other?.id ?? 0, world.now)
    const closed = await closedOf(member)

    const deed = world.deed(supervisor.id)
    await changePerson(world.store, deed, member.id, { active: false })
    await changePerson(world.store, deed, stranger.id, { active: false })

    // Picked up from the queue: it waits there again. Handed to him by itself: supervisors see it.
    expect(await outcome(write(colleague, other?.id ?? 0))).toBe('done')
    expect(await outcome(getConversation(world.store.db, world.lanes, colleague, id))).toBe('not_found')
    expect(await getConversation(world.store.db, world.lanes, supervisor, id)).toMatchObject({
      owner: null,
      queue: null,
    })
    expect(await getConversation(world.store.db, world.lanes, supervisor, closed)).toMatchObject({
      owner: { id: member.id },
    })
    const [last] = (await timeline(world.store.db, supervisor, other?.id ?? 0)).slice(-1)
    expect(last).toMatchObject({ reason: 'owner_left', to: 'Queue 1', actor: { id: supervisor.id } })
    expect((await timeline(world.store.db, supervisor, id)).at(-1)).toMatchObject({
      reason: 'owner_left',
      to: null,
    })

    await world.store.write((trx) =>
      trx.updateTable('sender').set({ destination_type: 'extension', destination_id: stranger.id }).execute(),
    )
    await world.directory.reload()
    await world.deliver(text('New', { from: '+12025550188' }))
    const find = async () =>
      (await listConversations(world.store.db, world.lanes, supervisor, { box: 'all', q: '0188', limit: 5 }))
        .data[0]
    expect(await find()).toMatchObject({ owner: null, queue: null })
    await close(world.store, supervisor, (await find())?.id ?? 0, world.now)
    await changePerson(world.store, deed, stranger.id, { active: true })
    await world.deliver(text('New again', { from: '+12025550188' }))
    expect(await find()).toMatchObject({ owner: { id: stranger.id } })
  })

  async function closedOf(actor: Actor): Promise<number> {
    await world.deliver(text('Old', { from: '+12025550166' }))
    const [old] = (
      await listConversations(world.store.db, world.lanes, actor, { box: 'queue', q: '0166', limit: 1 })
    ).data
    const id = old?.id ?? 0
    await pickUp(world.store, actor, id, world.now)
    await close(world.store, actor, id, world.now)
    return id
  }

  it.each([
    ['an extension that is not there', { type: 'extension', id: 9_999 }],
    ['a queue that is not there', { type: 'queue', id: 9_999 }],
  ] as const)('refuses a transfer to %s', async (_what, destination) => {
    const { supervisor, id } = await queued('manual')
    expect(await outcome(transfer(world.store, supervisor, id, destination, world.now))).toBe(
      'validation_failed',
    )
  })

  it('a closed conversation takes nothing more', async () => {
    const { member, id, queueId } = await queued('manual')
    await close(world.store, member, id, world.now)
    expect(await outcome(write(member, id))).toBe('conversation_closed')
    expect(await outcome(pickUp(world.store, member, id, world.now))).toBe('conversation_closed')
    expect(await outcome(transfer(world.store, member, id, { type: 'queue', id: queueId }, world.now))).toBe(
      'conversation_closed',
    )
  })

  it('lists and threads show each person what is theirs to see', async () => {
    const { member, stranger, supervisor, administrator, id } = await queued('manual')
    const boxes = async (actor: Actor) =>
      Promise.all(
        (['mine', 'queue', 'all', 'archived'] as const).map(
          async (box) =>
            (await listConversations(world.store.db, world.lanes, actor, { box, limit: 10 })).data.length,
        ),
      )
    expect(await boxes(member)).toEqual([0, 1, 1, 0])
    expect(await boxes(stranger)).toEqual([0, 0, 0, 0])
    expect(await boxes(supervisor)).toEqual([0, 1, 1, 0])
    await pickUp(world.store, member, id, world.now)
    expect(await boxes(member)).toEqual([1, 0, 1, 0])
    expect(await boxes(administrator)).toEqual([0, 0, 1, 0])
    expect((await listMessages(world.store.db, world.lanes, stranger, { limit: 10 })).data).toEqual([])
    expect(
      await outcome(listMessages(world.store.db, world.lanes, stranger, { conversationId: id, limit: 10 })),
    ).toBe('not_found')
    const [message] = (
      await listMessages(world.store.db, world.lanes, member, { conversationId: id, limit: 10 })
    ).data
    expect(await outcome(getMessage(world.store.db, world.lanes, stranger, message?.id ?? 0))).toBe(
      'not_found',
    )
    await close(world.store, member, id, world.now)
    expect(await boxes(member)).toEqual([0, 0, 0, 1])
  })

  it('counts unread for each person by himself', async () => {
    const { member, colleague, id } = await queued('manual')
    await world.deliver(text('and more'))
    const unread = async (actor: Actor) =>
      (await getConversation(world.store.db, world.lanes, actor, id)).unread
    expect([await unread(member), await unread(colleague)]).toEqual([2, 2])
    await markRead(world.store, member, id, world.now)
    await markRead(world.store, member, id, world.now)
    expect([await unread(member), await unread(colleague)]).toEqual([0, 2])
    await world.deliver(text('again'))
    expect([await unread(member), await unread(colleague)]).toEqual([1, 3])
  })

  it('totals tell of every conversation of a box, and only of what the person sees', async () => {
    const { member, colleague, stranger, supervisor, id } = await queued('manual')
    for (let n = 0; n < 5; n++) await world.deliver(text('hi', { from: `+1202555${3000 + n}` }))
    await world.deliver(text('and more'))
    const totals = (actor: Actor) => conversationTotals(world.store.db, actor)
    const none = { open: 0, unread: 0 }
    for (const actor of [member, colleague, supervisor]) {
      expect(await totals(actor)).toEqual({ mine: none, queue: { open: 6, unread: 7 } })
    }
    expect(await totals(stranger)).toEqual({ mine: none, queue: none })
    await pickUp(world.store, member, id, world.now)
    expect(await totals(member)).toEqual({ mine: { open: 1, unread: 2 }, queue: { open: 5, unread: 5 } })
    expect(await totals(colleague)).toEqual({ mine: none, queue: { open: 5, unread: 5 } })
    await markRead(world.store, member, id, world.now)
    expect((await totals(member)).mine).toEqual({ open: 1, unread: 0 })
    await close(world.store, member, id, world.now)
    expect((await totals(member)).mine).toEqual(none)
  })

  it('pages through a list without gaps or repeats, newest activity first', async () => {
    const supervisor = await world.person('supervisor')
    for (let n = 0; n < 12; n++) {
      world.now += n % 3 === 0 ? 0 : 1_000
      await world.deliver(text('hi', { from: `+1202555${2000 + n}` }))
    }
    const seen: number[] = []
    let cursor: string | undefined
    do {
      const page = await listConversations(world.store.db, world.lanes, supervisor, {
        box: 'all',
        limit: 5,
        cursor,
      })
      seen.push(...page.data.map((one) => one.id))
      cursor = page.next_cursor ?? undefined
    } while (cursor !== undefined)
    expect(seen).toHaveLength(12)
    expect(seen).toEqual([...seen].sort((a, b) => b - a))
    const found = await listConversations(world.store.db, world.lanes, supervisor, {
      box: 'all',
      limit: 5,
      q: '2555200',
    })
    expect(found.data).toHaveLength(5)
    for (const q of ['%', '_', "'", '\\']) {
      expect(
        (await listConversations(world.store.db, world.lanes, supervisor, { box: 'all', limit: 5, q })).data,
      ).toEqual([])
    }
  })

  it('an agent starts conversations only from senders that list him, and never into a conversation of another', async () => {
    const starter = await world.person('agent')
    const other = await world.person('agent')
    const begin = (actor: Actor, to = '+1 (202) 555-0150') =>
      outcome(
        start(
          world.store,
          world.directory,
          world.providers,
          actor,
          { senderId: world.senderId, to, text: 'Hi', mediaIds: [] },
          world.now,
        ),
      )
    expect(await begin(starter)).toBe('validation_failed')
    await world.senders.patch(world.deed(), world.senderId, { starters: [starter.id, other.id] })
    expect(await begin(starter)).toBe('done')
    expect(await begin(starter)).toBe('done')
    expect(await begin(other)).toBe('not_owner')
    expect(await begin(starter, 'nobody')).toBe('validation_failed')
    expect(await world.onlyConversation()).toMatchObject({ owner_type: 'extension', owner_id: starter.id })
  })

  it('closes what has been idle for the days of its channel, and nothing else', async () => {
    await world.deliver(text('old'))
    world.now += 8 * 86_400_000
    await world.deliver(text('new', { from: '+12025550177' }))
    expect(await closeIdle(world.store, world.directory, world.now)).toBe(1)
    const rows = await world.store.db.selectFrom('conversation').select('status').orderBy('id').execute()
    expect(rows.map((row) => row.status)).toEqual(['closed', 'open'])
  })
})
