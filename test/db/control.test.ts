import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Holder, InboundControl } from '../../src/contract/chat-events.ts'
import type { Io } from '../../src/contract/io.ts'
import type { Provider, Taken } from '../../src/contract/provider.ts'
import type { Actor } from '../../src/core/access/actor.ts'
import { getConversation } from '../../src/core/conversations/list.ts'
import { reply } from '../../src/core/conversations/reply.ts'
import { createSignals } from '../../src/core/conversations/signals.ts'
import { createTakeOver } from '../../src/core/conversations/take-over.ts'
import { timeline } from '../../src/core/conversations/timeline.ts'
import { createLog } from '../../src/lib/log/log.ts'
import { chat, chatContact as contact, chatSender as sender, vendor } from '../support/chat-provider.ts'
import { describeOnBoth } from '../support/database.ts'
import { type MessagingWorld, messagingWorld, text as words } from '../support/messaging-world.ts'

const HOUR_MS = 3_600_000
const asked: string[] = []
let answer: Taken = { ok: true }
const shared: Provider = {
  ...chat,
  control: {
    lapsesAfterHours: 24,
    take: async (to, from) => {
      asked.push(`${to} ${from}`)
      return answer
    },
  },
}

describeOnBoth('who answers, where a vendor knows several programs', (backend) => {
  let world: MessagingWorld
  let agent: Actor
  beforeEach(async () => {
    asked.length = 0
    answer = { ok: true }
    world = await messagingWorld(backend, { provider: shared, address: sender })
    agent = await world.person('agent')
    await world.routeTo({ type: 'extension', id: agent.id })
  })
  afterEach(() => world.close())

  const say = (body: string, more: Parameters<typeof words>[1] = {}) =>
    words(body, { to: [sender], from: contact, receivedAt: world.now, ...more })
  const moved = (holder: Holder, at = world.now): InboundControl => ({
    kind: 'control',
    contact,
    sender,
    holder,
    at,
  })
  const id = async () => (await world.onlyConversation()).id
  const shown = async () => getConversation(world.store.db, world.lanes, agent, await id())
  const told = async () =>
    (await timeline(world.store.db, agent, await id()))
      .filter((one) => one.reason === 'control_moved')
      .map(({ source, detail, actor }) => [source, detail, actor?.id ?? null])
  const io = () => ({}) as Io
  const takeOver = (actor: Actor) =>
    id().then((one) =>
      createTakeOver({ store: world.store, directory: world.directory, io, now: () => world.now })(
        actor,
        one,
      ),
    )

  it('what comes while another answers is shown and raises nobody, until the conversation is ours', async () => {
    const first = say('Hello bot', { standby: true, providerMessageId: 'm1' })
    await world.deliver(first)
    await world.deliver(first)
    world.now += 1_000
    await world.deliver(say('I want a person', { standby: true }))
    expect(await shown()).toMatchObject({
      unread: 0,
      last_message: { text: 'I want a person' },
      held_by: { kind: 'app', id: null, since: new Date(world.now - 1_000).toISOString() },
      can: { write: true, take_over: true },
    })
    expect(await told()).toEqual([['app', null, null]])
    world.now += 1_000
    await world.deliver(moved({ by: 'us' }))
    await world.deliver(moved({ by: 'us' }))
    expect(await shown()).toMatchObject({ unread: 2, held_by: null, can: { take_over: false } })
    await world.deliver(say('Anybody?'))
    expect(await shown()).toMatchObject({ unread: 3 })
    expect(await told()).toEqual([
      ['app', null, null],
      ['us', null, null],
    ])
  })

  it('a named program stays named, old news changes nothing, and the way of a message tells too', async () => {
    await world.deliver(say('Hello'))
    expect((await shown()).held_by).toBeNull()
    world.now += 10_000
    const since = new Date(world.now).toISOString()
    await world.deliver(moved({ by: 'inbox', id: '263902037430900' }))
    world.now += 1_000
    await world.deliver(say('Hm', { standby: true }), moved({ by: 'us' }, world.now - 5_000))
    expect((await shown()).held_by).toEqual({ kind: 'inbox', id: '263902037430900', since })
    world.now += 1_000
    await world.deliver(moved({ by: 'app', id: '7' }))
    expect((await shown()).held_by).toMatchObject({ kind: 'app', id: '7' })
    world.now += 1_000
    await world.deliver(say('Are you there?'))
    expect(await shown()).toMatchObject({ held_by: null, unread: 3 })
    expect(await told()).toEqual([
      ['inbox', '263902037430900', null],
      ['app', '7', null],
      ['us', null, null],
    ])
  })

  it('in one delivery the order of what happened counts, for many people at once', async () => {
    const from = (i: number) => `+1202555${2000 + i}`
    const people = [...Array(200).keys()]
    await world.deliver(
      ...people.map((i) => say(`n ${i}`, { from: from(i) })),
      ...people.map((i) => ({ ...moved({ by: 'us' }, world.now + 20), contact: from(i) })),
      ...people.map((i) => ({ ...moved({ by: 'app', id: '7' }, world.now + 10), contact: from(i) })),
      { ...moved({ by: 'app', id: '7' }), contact: 'nobody known' },
    )
    const rows = await world.store.db.selectFrom('thread_control').select(['holder', 'app_id']).execute()
    expect(rows).toHaveLength(200)
    expect(rows.every((row) => row.holder === 'us' && row.app_id === null)).toBe(true)
  })

  it('a program that hears nothing of the contact for a day has the conversation no longer', async () => {
    await world.deliver(say('Hello', { standby: true }))
    world.now += 24 * HOUR_MS - 1
    expect((await shown()).held_by).not.toBeNull()
    world.now += 1
    expect((await shown()).held_by).toBeNull()
  })

  it('a send that is refused for it shows it', async () => {
    await world.deliver(say('Hello'))
    const draft = { text: 'Hi', mediaIds: [] }
    const { messageId } = await reply(world.store, world.directory, agent, await id(), draft, world.now)
    const [claimed] = await world.claim()
    await world.settle(claimed!, { kind: 'rejected', failure: { code: 'held_elsewhere' } })
    expect(await world.message(messageId)).toMatchObject({
      status: 'failed',
      failure_code: 'held_elsewhere',
    })
    expect((await shown()).held_by).toMatchObject({ kind: 'app', id: null })
  })

  it('whoever may write may take the conversation over, if the vendor gives it', async () => {
    await world.deliver(say('Hello', { standby: true }))
    answer = { ok: false, failed: 'Meta answered 403: 10 Only the default app may.' }
    await expect(takeOver(agent)).rejects.toMatchObject({
      code: 'control_refused',
      message: 'Meta answered 403: 10 Only the default app may.',
    })
    expect((await shown()).held_by).not.toBeNull()
    answer = { ok: true }
    await expect(takeOver(await world.person('agent'))).rejects.toMatchObject({ code: 'not_found' })
    await expect(takeOver(await world.person('supervisor'))).rejects.toMatchObject({ code: 'not_owner' })
    world.now += 1_000
    await takeOver(agent)
    expect(asked).toEqual([`${contact} ${sender}`, `${contact} ${sender}`])
    expect(await shown()).toMatchObject({ held_by: null, unread: 1 })
    // The vendor's own word of the same.
    await world.deliver(moved({ by: 'us' }))
    expect(await told()).toEqual([
      ['app', null, null],
      ['us', null, agent.id],
    ])
    Object.assign(world.entry(), { provider: chat })
    await expect(takeOver(agent)).rejects.toMatchObject({ code: 'validation_failed' })
  })

  it('nobody is seen reading or typing while another answers', async () => {
    vendor.signals.length = 0
    const signal = createSignals({
      store: world.store,
      directory: world.directory,
      log: createLog({ level: 'silent', format: 'json' }),
      io,
    })
    await world.deliver(say('Hello', { standby: true }))
    await signal(agent, await id(), 'read')
    expect(vendor.signals).toEqual([])
    await world.deliver(moved({ by: 'us' }))
    await signal(agent, await id(), 'read')
    expect(vendor.signals).toHaveLength(1)
  })
})
