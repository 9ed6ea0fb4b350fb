import { afterEach, beforeEach, expect, it } from 'vitest'
import type { SettingValue } from '../../src/contract/settings.ts'
import type { Actor } from '../../src/core/access/actor.ts'
import { consentHistory, listOptOuts } from '../../src/core/consent/list.ts'
import { noteConsent } from '../../src/core/consent/note.ts'
import { close } from '../../src/core/conversations/actions.ts'
import { getConversation } from '../../src/core/conversations/list.ts'
import { reply } from '../../src/core/conversations/reply.ts'
import { sendAgain } from '../../src/core/conversations/send-again.ts'
import { start } from '../../src/core/conversations/start.ts'
import { timeline } from '../../src/core/conversations/timeline.ts'
import { describeOnBoth } from '../support/database.ts'
import { contact, type MessagingWorld, messagingWorld, receipt, text } from '../support/messaging-world.ts'

const refusal = { code: 'opted_out', vendorCode: '21610', vendorText: 'unsubscribed recipient' } as const

describeOnBoth('consent', (backend) => {
  let world: MessagingWorld
  let admin: Actor
  let agent: Actor

  beforeEach(async () => {
    world = await messagingWorld(backend)
    admin = await world.person('administrator')
    agent = await world.person('agent')
    await world.routeTo({ type: 'extension', id: agent.id })
    await world.deliver(text('Hello'))
  })
  afterEach(() => world.close())

  const conversationId = async () => (await world.onlyConversation()).id
  const write = async (words: string) =>
    reply(
      world.store,
      world.directory,
      agent,
      await conversationId(),
      { text: words, mediaIds: [] },
      world.now,
    )
  const set = (settings: Record<string, SettingValue>) =>
    world.channels.patch(world.deed(), world.channelId, { settings })
  const out = () =>
    world.store.db
      .selectFrom('message')
      .select(['id', 'text', 'status', 'category', 'failure_code', 'author_type'])
      .where('direction', '=', 'out')
      .orderBy('id')
      .execute()
  const rows = () =>
    world.store.db.selectFrom('consent').select(['state', 'source', 'words']).orderBy('id').execute()
  const sendOne = async () => {
    const [claimed] = await world.claim()
    if (claimed) await world.settle(claimed, { kind: 'accepted', providerMessageId: `v${claimed.attemptId}` })
    return claimed
  }

  it('STOP is answered once, ends what waits, and refuses everything after it', async () => {
    const waiting = await write('One more thing')
    world.now += 1_000
    expect(await world.deliver(text('Stop!'))).toMatchObject({ messages: 1, answers: 1 })
    expect(await world.message(waiting.messageId)).toMatchObject({
      status: 'failed',
      failure_code: 'opted_out',
    })
    await expect(write('Are you sure?')).rejects.toMatchObject({ code: 'opted_out' })
    await expect(
      sendAgain(world.store, world.directory, agent, waiting.messageId, world.now),
    ).rejects.toMatchObject({
      code: 'opted_out',
    })
    expect((await sendOne())?.text).toMatch(/^You will get no more messages/)
    expect(await sendOne()).toBeUndefined()
    expect(await world.deliver(text('STOP'))).toMatchObject({ messages: 1, answers: 0 })
    expect(await rows()).toEqual([
      { state: 'out', source: 'contact', words: 'Stop!' },
      { state: 'out', source: 'contact', words: 'STOP' },
    ])
    expect(await out()).toMatchObject([
      { text: 'One more thing', category: 'conversation', status: 'failed' },
      { category: 'consent', status: 'sent', author_type: 'system' },
    ])
  })

  it('a webhook that comes twice is answered once', async () => {
    const stop = text('STOP')
    await world.deliver(stop)
    expect(await world.deliver(stop)).toMatchObject({ messages: 0, duplicates: 1, answers: 0 })
    expect(await rows()).toHaveLength(1)
    expect(await out()).toHaveLength(1)
  })

  it('START brings messages back and is answered only after a STOP; HELP is answered always', async () => {
    expect(await world.deliver(text('START'))).toMatchObject({ answers: 0 })
    await world.deliver(text('STOP'))
    expect(await world.deliver(text('help'))).toMatchObject({ answers: 1 })
    expect(await world.deliver(text('unstop'))).toMatchObject({ answers: 1 })
    const sent = []
    for (let claimed = await sendOne(); claimed; claimed = await sendOne()) sent.push(claimed.text)
    expect(sent).toEqual([
      expect.stringMatching(/no more/),
      expect.stringMatching(/Text STOP to get/),
      expect.stringMatching(/again/),
    ])
    await write('Welcome back')
    expect((await sendOne())?.text).toBe('Welcome back')
  })

  it('words that come late change nothing that was said after them', async () => {
    const start = world.now
    const said = (words: string, seconds: number) =>
      world.deliver(text(words, { receivedAt: start + seconds * 1_000 }))
    world.now += 60_000
    await said('STOP', 30)
    expect(await said('START', 10)).toMatchObject({ messages: 1, answers: 0 })
    await expect(write('Hello?')).rejects.toMatchObject({ code: 'opted_out' })
    // It was on its way for long, and was said after the STOP all the same.
    expect(await said('START', 40)).toMatchObject({ answers: 1 })
    expect(await said('STOP', 20)).toMatchObject({ answers: 0 })
    await write('Welcome back')
    expect(await rows()).toMatchObject([{ words: 'STOP' }, { words: 'START' }])
  })

  it('holds for one sender and contact, and for no other', async () => {
    const other = await world.senders.create(world.deed(), world.channelId, {
      address: '+12025550124',
      destination: null,
      starters: [agent.id],
    })
    await world.deliver(text('STOP'))
    const to = (senderId: number, whom: string) =>
      start(
        world.store,
        world.directory,
        world.providers,
        admin,
        { senderId, to: whom, text: 'Hi', mediaIds: [] },
        world.now,
      )
    await expect(to(other.id, contact)).resolves.toMatchObject({ channelId: world.channelId })
    await expect(to(world.senderId, '+12025550188')).resolves.toMatchObject({ channelId: world.channelId })
    await expect(close(world.store, agent, await conversationId(), world.now)).resolves.toBeUndefined()
    await expect(to(world.senderId, contact)).rejects.toMatchObject({ code: 'opted_out' })
  })

  it('the texts and words are the channel’s, and answering can be switched off', async () => {
    await set({ opt_out_text: 'Bye.', opt_out_words: 'genug, basta' })
    await world.deliver(text('Genug!'))
    expect((await sendOne())?.text).toBe('Bye.')
    await set({ opt_out_answers: false })
    expect(await world.deliver(text('start'))).toMatchObject({ answers: 0 })
    expect(await world.deliver(text('basta'))).toMatchObject({ answers: 0 })
    expect(await rows()).toHaveLength(3)
    await expect(write('Hello?')).rejects.toMatchObject({ code: 'opted_out' })
  })

  it('is kept and not answered where the carrier answers', async () => {
    await set({ opt_out_by: 'vendor' })
    expect(await world.deliver(text('STOP'))).toMatchObject({ answers: 0 })
    await expect(write('Hello?')).rejects.toMatchObject({ code: 'opted_out' })
    await set({ opt_out_by: 'us' })
    // The carrier's own list of words is longer than ours, and it has answered already.
    expect(await world.deliver(text('Bitte weiter', { keyword: 'in' }))).toMatchObject({ answers: 0 })
    await write('Hello again')
  })

  it('ends a message at its turn that came back to the queue after the STOP', async () => {
    const { messageId } = await write('Hi')
    const [claimed] = await world.claim()
    await world.deliver(text('STOP'))
    await world.settle(claimed!, { kind: 'retry', failure: { code: 'too_frequent' }, afterMs: 0 })
    expect((await sendOne())?.text).toMatch(/no more/)
    expect(await world.message(messageId)).toMatchObject({ status: 'failed', failure_code: 'opted_out' })
  })

  it('the refusal of a carrier counts, at once or in a receipt, unless START came after the message', async () => {
    await write('Hi')
    await write('Hi again')
    const [claimed] = await world.claim()
    await world.settle(claimed!, { kind: 'rejected', failure: refusal })
    expect(await rows()).toEqual([{ state: 'out', source: 'vendor', words: '21610 unsubscribed recipient' }])
    expect(await out()).toMatchObject([{ failure_code: 'opted_out' }, { failure_code: 'opted_out' }])

    world.now += 1_000
    await world.deliver(text('START', { receivedAt: world.now }))
    await sendOne()
    world.now += 1_000
    await write('Third')
    const third = await sendOne()
    await world.deliver(receipt(`v${third!.attemptId}`, 'failed', { failure: refusal }))
    expect(await rows()).toMatchObject([{}, { state: 'in' }, { state: 'out', source: 'vendor' }])

    world.now += 1_000
    await world.deliver(text('START', { receivedAt: world.now }))
    await world.deliver(receipt(`v${third!.attemptId}`, 'failed', { failure: refusal }))
    await world.deliver(receipt('stray', 'failed', { failure: refusal }))
    expect(await rows()).toHaveLength(4)
  })

  it('may be noted by a person; only supervisors and administrators undo it', async () => {
    const id = await conversationId()
    const note = (actor: Actor, state: 'in' | 'out', words = 'on the phone') =>
      noteConsent(world.store, actor, id, { state, words }, world.now)
    await write('Waiting')
    await note(agent, 'out', 'please leave me alone')
    expect(await out()).toMatchObject([{ status: 'failed', failure_code: 'opted_out' }])
    await expect(note(agent, 'in')).rejects.toMatchObject({ code: 'forbidden' })
    expect((await getConversation(world.store.db, world.lanes, agent, id)).can.opt_in).toBe(false)
    await note(admin, 'in')
    await write('Hello again')
    const stranger = await world.person('agent')
    await expect(note(stranger, 'out')).rejects.toMatchObject({ code: 'not_found' })
    expect(await consentHistory(world.store.db, agent, id)).toMatchObject([
      { state: 'in', source: 'extension', words: 'on the phone', actor: { id: admin.id } },
      { state: 'out', source: 'extension', words: 'please leave me alone', actor: { id: agent.id } },
    ])
  })

  it('shows in the conversation, in its timeline, and in the list of all', async () => {
    const id = await conversationId()
    const seen = () => getConversation(world.store.db, world.lanes, admin, id)
    expect(await seen()).toMatchObject({ opted_out_at: null, can: { opt_in: true } })
    await world.deliver(text('STOP'))
    await world.deliver(text('STOP', { from: '+12025550177' }))
    expect(await seen()).toMatchObject({ opted_out_at: new Date(world.now).toISOString() })
    expect((await timeline(world.store.db, admin, id)).at(-1)).toMatchObject({
      type: 'consent.changed',
      reason: 'opted_out',
      source: 'contact',
      actor: null,
    })
    const all = () => listOptOuts(world.store.db, { limit: 10 })
    expect((await all()).data.map((one) => one.contact.address)).toEqual(['+12025550177', contact])
    expect((await listOptOuts(world.store.db, { limit: 10, q: '0177' })).data).toHaveLength(1)
    const page = await listOptOuts(world.store.db, { limit: 1 })
    const rest = await listOptOuts(world.store.db, { limit: 1, cursor: page.next_cursor ?? '' })
    expect([page, rest].flatMap(({ data }) => data.map((one) => one.contact.address))).toEqual([
      '+12025550177',
      contact,
    ])
    await world.deliver(text('START'))
    expect(await seen()).toMatchObject({ opted_out_at: null })
    expect((await all()).data).toHaveLength(1)
  })

  it('leaves texts alone that only hold the word', async () => {
    expect(await world.deliver(text('please stop by'), text('The end is near'))).toMatchObject({ answers: 0 })
    expect(await rows()).toEqual([])
  })
})
