import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Message } from '../../src/contract/api/conversations.ts'
import type { ChatEvent } from '../../src/contract/chat-events.ts'
import type { Actor } from '../../src/core/access/actor.ts'
import { getConversation, getMessage, listMessages } from '../../src/core/conversations/list.ts'
import { reply } from '../../src/core/conversations/reply.ts'
import { timeline } from '../../src/core/conversations/timeline.ts'
import { referenceOf } from '../../src/core/outbound/reference.ts'
import { chat, chatContact as contact, chatSender as sender } from '../support/chat-provider.ts'
import { describeOnBoth } from '../support/database.ts'
import { type MessagingWorld, messagingWorld, text as words } from '../support/messaging-world.ts'
import { statementsOf } from '../support/statements.ts'

const HOUR_MS = 3_600_000

describeOnBoth('chat events', (backend) => {
  let world: MessagingWorld
  let agent: Actor
  beforeEach(async () => {
    world = await messagingWorld(backend, { provider: chat, address: sender })
    agent = await world.person('agent')
    await world.routeTo({ type: 'extension', id: agent.id })
  })
  afterEach(() => world.close())

  const text = (body: string, more: Parameters<typeof words>[1] = {}) =>
    words(body, { to: [sender], from: contact, receivedAt: world.now, ...more })
  const conversationId = async () => (await world.onlyConversation()).id
  const thread = async (): Promise<Message[]> =>
    (await listMessages(world.store.db, world.lanes, agent, { limit: 50 })).data.reverse()
  const shown = async () => getConversation(world.store.db, world.lanes, agent, await conversationId())
  const eventTypes = async () =>
    (await world.store.db.selectFrom('event').select('type').orderBy('id').execute()).map((row) => row.type)
  const send = async (body: string, id: string) => {
    const draft = { text: body, mediaIds: [] }
    const { messageId } = await reply(
      world.store,
      world.directory,
      agent,
      await conversationId(),
      draft,
      world.now,
    )
    const [claimed] = await world.claim()
    if (!claimed) throw new Error('nothing was claimed')
    await world.settle(claimed, { kind: 'accepted', providerMessageId: id })
    return messageId
  }
  const twice = async (...events: ChatEvent[]) => {
    await world.deliver(...events)
    const after = await eventTypes()
    await world.deliver(...events)
    expect(await eventTypes()).toEqual(after)
  }

  it('store what a message holds besides text and files, and what it answers', async () => {
    const place = { type: 'location', latitude: 1.5, longitude: -2.25, name: 'Pier 7' } as const
    const referral = { source: 'ad', headline: 'Autumn sale', ref: '1234' } as const
    await world.deliver(
      text('', { providerMessageId: 'a', text: undefined, content: place, referral }),
      text('there', { providerMessageId: 'b', replyTo: 'a' }),
      text('and', { providerMessageId: 'c', replyTo: 'nobody knows' }),
      text('hear', {
        media: [
          { url: 'https://files.example.com/1', contentType: 'audio/ogg', form: 'voice' },
          { url: '', contentType: 'video/mp4', failed: 'Media is larger than 100 MB' },
        ],
      }),
    )
    const [first, second, third, fourth] = await thread()
    expect(first).toMatchObject({ text: null, content: place, referral })
    expect(second).toMatchObject({ reply_to: { id: first!.id, direction: 'in', text: null } })
    expect(third).toMatchObject({ reply_to: null, content: null })
    expect(fourth!.media).toMatchObject([
      { form: 'voice', state: 'pending' },
      {
        form: null,
        state: 'refused',
        error: { code: 'vendor_refused', detail: 'Media is larger than 100 MB' },
      },
    ])
    expect((await shown()).last_message).toMatchObject({ kind: null, has_media: true, file: 'voice' })
  })

  it('know one person by several addresses, whichever come, and never make two contacts one', async () => {
    await world.deliver(text('1', { from: 'US.1' }))
    await world.deliver(text('2', { from: '+12025550111', fromAliases: ['US.1'], fromName: 'Ann' }))
    await world.deliver(text('3', { from: '+12025550111' }), text('4', { from: 'US.1' }))
    expect(await shown()).toMatchObject({ unread: 4, contact: { name: 'Ann', address: 'US.1' } })
    await world.deliver(
      text('5', { from: 'US.2' }),
      text('6', { from: '+12025550111', fromAliases: ['US.2'] }),
    )
    const rows = await world.store.db
      .selectFrom('conversation')
      .select('inbound_count')
      .orderBy('id')
      .execute()
    expect(rows.map((row) => row.inbound_count)).toEqual([5, 1])
    const both = [
      text('7', { from: 'US.9', fromAliases: ['+12025550199'] }),
      text('8', { from: '+12025550199' }),
    ]
    await world.deliver(...both)
    expect(await world.store.db.selectFrom('contact').select('id').execute()).toHaveLength(3)
  })

  it('echo: what the business wrote elsewhere is shown once, is never sent, and opens no window', async () => {
    const echo = {
      kind: 'echo',
      providerMessageId: 'e1',
      from: sender,
      to: contact,
      text: 'From the phone',
      media: [],
      at: world.now,
    } as const
    expect(await world.deliver(echo)).toMatchObject({ messages: 1 })
    expect(await world.deliver(echo, echo)).toMatchObject({ messages: 0, duplicates: 2 })
    expect(await thread()).toMatchObject([
      { direction: 'out', status: 'sent', author: { type: 'elsewhere' }, text: 'From the phone' },
    ])
    expect(await world.claim()).toEqual([])
    expect(await shown()).toMatchObject({ unread: 0, window: { state: 'over', closes_at: null } })
    expect(await eventTypes()).toContain('message.elsewhere')
  })

  it('echo: one of ours confirms its id, also before the answer to the send', async () => {
    await world.deliver(text('Hello'))
    const draft = { text: 'Hi', mediaIds: [] }
    await reply(world.store, world.directory, agent, await conversationId(), draft, world.now)
    const [claimed] = await world.claim()
    const echo = {
      kind: 'echo',
      providerMessageId: 'v1',
      reference: `${claimed!.messageId}.1`,
      from: sender,
      to: contact,
      text: 'Hi',
      media: [],
      at: world.now,
    } as const
    await world.deliver(echo)
    expect(await world.message(claimed!.messageId)).toMatchObject({ status: 'sent' })
    await world.settle(claimed!, { kind: 'unknown', failure: { code: 'outcome_unknown' } })
    expect(await world.message(claimed!.messageId)).toMatchObject({ status: 'sent' })
    expect(await thread()).toHaveLength(2)
    await world.deliver({ kind: 'watermark', status: 'read', contact, sender, at: world.now })
    await world.deliver({ ...echo, reference: undefined })
    expect(await thread()).toHaveLength(2)
  })

  it('echo: one that carries a reference of nobody’s was sent elsewhere, and is shown', async () => {
    const at = world.now
    const echo = { kind: 'echo', from: sender, to: contact, media: [], at } as const
    await world.deliver(
      { ...echo, providerMessageId: 'e1', text: 'from a bot', reference: 'a bot’s own' },
      { ...echo, providerMessageId: 'e2', text: 'from before the backup', reference: '999999.1' },
    )
    expect(await thread()).toMatchObject([
      { direction: 'out', text: 'from a bot', author: { type: 'elsewhere' } },
      { direction: 'out', text: 'from before the backup', author: { type: 'elsewhere' } },
    ])
  })

  it('reaction: stands on its target in either direction, changes, goes, and opens the window', async () => {
    await world.deliver(text('Hello', { providerMessageId: 'in-a' }))
    const sent = await send('Hi', 'out-a')
    world.now += 23 * HOUR_MS
    const reaction = { kind: 'reaction', by: 'contact', contact, sender, at: world.now } as const
    await twice(
      { ...reaction, target: 'in-a', emoji: '👍' },
      { ...reaction, target: 'out-a', emoji: '❤️' },
      { ...reaction, target: 'not ours', emoji: '🤷' },
    )
    const reactions = async () => (await thread()).map((one) => one.reactions.map(({ emoji }) => emoji))
    expect(await reactions()).toEqual([['👍'], ['❤️']])
    expect((await shown()).window).toEqual({
      state: 'open',
      closes_at: new Date(world.now + 24 * HOUR_MS).toISOString(),
      afterwards: 'template',
    })
    await twice({ ...reaction, target: 'out-a', emoji: null, at: world.now + 5 })
    expect(await reactions()).toEqual([['👍'], []])
    // One that was sent before the removal and comes after it.
    await world.deliver({ ...reaction, target: 'out-a', emoji: '❤️', at: world.now })
    expect(await reactions()).toEqual([['👍'], []])
    expect((await getMessage(world.store.db, world.lanes, agent, sent)).reactions).toEqual([])
  })

  it('edit: replaces the text and keeps the former one; late and repeated edits change nothing', async () => {
    await world.deliver(text('Helo', { providerMessageId: 'm1' }))
    const at = world.now
    await twice({ kind: 'edit', target: 'm1', text: 'Hello', at: at + 2 })
    await world.deliver({ kind: 'edit', target: 'm1', text: 'Hell', at: at + 1 })
    expect(await thread()).toMatchObject([{ text: 'Hello', edited_at: new Date(at + 2).toISOString() }])
    const history = await world.store.db.selectFrom('message_edit').selectAll().execute()
    expect(history).toMatchObject([{ at: at + 2, former_text: 'Helo' }])
  })

  it('deletion: text, history and files go, also of a file that was still to be fetched', async () => {
    const media = [{ url: 'https://files.example.com/a.jpg', contentType: 'image/jpeg' }]
    await world.deliver(text('secret', { providerMessageId: 'm1', media }))
    await world.deliver({ kind: 'edit', target: 'm1', text: 'more secret', at: world.now + 1 })
    await twice({ kind: 'deletion', target: 'm1', at: world.now + 2 })
    await world.deliver({ kind: 'edit', target: 'm1', text: 'back again', at: world.now + 3 })
    expect(await thread()).toMatchObject([
      {
        text: null,
        deleted_at: new Date(world.now + 2).toISOString(),
        media: [{ state: 'expired', url: null }],
      },
    ])
    expect(await world.store.db.selectFrom('message_edit').selectAll().execute()).toEqual([])
    expect((await shown()).last_message).toMatchObject({ text: null, kind: 'deleted' })
  })

  it('what is told of a message before it comes happens to it when it does', async () => {
    const at = world.now
    const reaction = { kind: 'reaction', by: 'contact', contact, sender, at } as const
    await world.deliver(
      { kind: 'deletion', target: 'm1', at: at + 5 },
      { kind: 'edit', target: 'm2', text: 'Hello', at: at + 5 },
      { kind: 'edit', target: 'm2', text: 'Helloo', at: at + 4 },
      { ...reaction, target: 'm2', emoji: '👍' },
      { ...reaction, target: 'never comes', emoji: '👍' },
    )
    const media = [{ url: 'https://files.example.com/a.jpg', contentType: 'image/jpeg' }]
    const messages = [
      text('taken back', { providerMessageId: 'm1', media }),
      text('Helo', { providerMessageId: 'm2' }),
    ]
    await world.deliver(...messages)
    await world.deliver(...messages)
    expect(await thread()).toMatchObject([
      { text: null, deleted_at: new Date(at + 5).toISOString(), media: [{ state: 'expired', url: null }] },
      { text: 'Hello', edited_at: new Date(at + 5).toISOString(), reactions: [{ emoji: '👍' }] },
    ])
    const waiting = world.store.db.selectFrom('early_event').select('target')
    expect(await waiting.execute()).toEqual([{ target: 'never comes' }])
  })

  it('watermark: moves all that was sent before it, and nothing after it or to others', async () => {
    await world.deliver(text('Hello'))
    const first = await send('one', 'v1')
    world.now += 1_000
    const between = world.now - 1
    const second = await send('two', 'v2')
    const statuses = async () => [(await world.message(first)).status, (await world.message(second)).status]
    await twice({ kind: 'watermark', status: 'delivered', contact, sender, at: between })
    expect(await statuses()).toEqual(['delivered', 'sent'])
    await world.deliver({ kind: 'watermark', status: 'read', contact: 'US.77', sender, at: world.now })
    expect(await statuses()).toEqual(['delivered', 'sent'])
    await twice({ kind: 'watermark', status: 'read', contact, sender, at: world.now })
    expect(await statuses()).toEqual(['read', 'read'])
    await world.deliver({ kind: 'watermark', status: 'delivered', contact, sender, at: world.now })
    expect(await statuses()).toEqual(['read', 'read'])
  })

  it('watermark: goes by the vendor’s clock where the vendor told when it sent, whatever ours shows', async () => {
    await world.deliver(text('Hello'))
    const sent = await send('Hi', 'v1')
    const at = world.now - 5_000
    await world.deliver({ kind: 'receipt', providerMessageId: 'v1', status: 'sent', at })
    await world.deliver({ kind: 'watermark', status: 'read', contact, sender, at: at - 1 })
    expect((await world.message(sent)).status).toBe('sent')
    await world.deliver({ kind: 'watermark', status: 'read', contact, sender, at })
    expect((await world.message(sent)).status).toBe('read')
  })

  it('watermark: one that passes a send whose outcome is not known yet counts once it is', async () => {
    await world.deliver(text('Hello'))
    const begin = async () => {
      const draft = { text: 'Hi', mediaIds: [] }
      await reply(world.store, world.directory, agent, await conversationId(), draft, world.now)
      const [claimed] = await world.claim()
      return claimed!
    }
    const mark = (status: 'delivered' | 'read', at: number) =>
      world.deliver({ kind: 'watermark', status, contact, sender, at })
    const status = async (id: number) => (await world.message(id)).status

    const slow = await begin()
    await mark('delivered', world.now - 1)
    await mark('read', world.now + 10)
    await mark('delivered', world.now + 20)
    expect(await status(slow.messageId)).toBe('sending')
    await world.settle(slow, { kind: 'accepted', providerMessageId: 'slow' })
    expect(await world.message(slow.messageId)).toMatchObject({ status: 'read', read_at: world.now + 10 })

    world.now += 60_000
    const lost = await begin()
    await world.settle(lost, { kind: 'unknown', failure: { code: 'outcome_unknown' } })
    await mark('read', world.now + 5)
    expect(await status(lost.messageId)).toBe('unconfirmed')
    await world.deliver({
      ...{ kind: 'echo', from: sender, to: contact, media: [], text: 'Hi', at: world.now },
      ...{ providerMessageId: 'lost', reference: referenceOf(lost.messageId, lost.attempt) },
    })
    expect(await status(lost.messageId)).toBe('read')

    world.now += 60_000
    const refused = await begin()
    await mark('read', world.now + 5)
    await world.settle(refused, { kind: 'rejected', failure: { code: 'send_failed' } })
    expect(await status(refused.messageId)).toBe('failed')
    world.now += 60_000
    const later = await begin()
    await mark('read', world.now - 1)
    await world.settle(later, { kind: 'accepted', providerMessageId: 'later' })
    expect(await status(later.messageId)).toBe('sent')
  })

  it('activity: opens the window and stands in the timeline', async () => {
    await world.deliver(text('Hello'))
    world.now += 25 * HOUR_MS
    expect((await shown()).window).toMatchObject({ state: 'over', closes_at: null })
    const referral = { source: 'link', ref: 'autumn', url: 'https://m.me/acme?ref=autumn' } as const
    await twice({ kind: 'activity', contact, sender, referral, at: world.now })
    expect((await shown()).window).toMatchObject({ state: 'open' })
    expect((await timeline(world.store.db, agent, await conversationId())).at(-1)).toMatchObject({
      type: 'contact.changed',
      reason: 'activity',
      source: 'link',
      detail: 'https://m.me/acme?ref=autumn',
    })
  })

  it('the extended window holds where the channel says so', async () => {
    await world.deliver(text('Hello'))
    world.now += 25 * HOUR_MS
    await world.channels.patch(world.deed(), world.channelId, { settings: { human_agent: true } })
    expect((await shown()).window).toMatchObject({
      state: 'extended',
      closes_at: new Date(world.now + 143 * HOUR_MS).toISOString(),
    })
  })

  it('identity: the conversation goes on, to the new address', async () => {
    await world.deliver(text('Hello'))
    await twice({ kind: 'identity', was: contact, now: ['+12025550777', 'US.7'], at: world.now })
    await world.deliver(text('It is me', { from: '+12025550777' }))
    expect(await shown()).toMatchObject({ unread: 2, contact: { address: '+12025550777' } })
    await reply(
      world.store,
      world.directory,
      agent,
      await conversationId(),
      { text: 'Hi', mediaIds: [] },
      world.now,
    )
    expect(await world.claim()).toMatchObject([{ to: '+12025550777' }])
    expect(await timeline(world.store.db, agent, await conversationId())).toContainEqual(
      expect.objectContaining({ reason: 'new_address', detail: `${contact} → +12025550777` }),
    )
  })

  it('identity: an address that was left is a stranger’s, and what was told before changes nothing any more', async () => {
    const at = world.now
    await world.deliver(text('Ann, at her first number'))
    const first = await conversationId()
    world.now += 60_000
    const moved = { kind: 'identity', was: contact, now: ['+12025550777'], at: at + 10_000 } as const
    await world.deliver(moved)
    // On its way before she moved, and late.
    await world.deliver(text('Ann, still', { receivedAt: at + 5_000 }))
    await world.deliver(text('Bob, at Ann’s first number', { fromName: 'Bob', receivedAt: world.now }))
    await world.deliver(text('Ann, at her second', { from: '+12025550777', receivedAt: world.now }))
    const threads = async () =>
      (await thread()).map((one) => [one.conversation_id === first ? 'Ann' : 'Bob', one.text])
    expect(await threads()).toEqual([
      ['Ann', 'Ann, at her first number'],
      ['Ann', 'Ann, still'],
      ['Bob', 'Bob, at Ann’s first number'],
      ['Ann', 'Ann, at her second'],
    ])
    const bob = (await thread()).find((one) => one.text?.startsWith('Bob'))!.conversation_id
    for (const id of [first, bob]) {
      const draft = { text: `To ${id}`, mediaIds: [] }
      await reply(world.store, world.directory, agent, id, draft, world.now)
    }
    expect((await world.claim()).map(({ to, text: said }) => [to, said])).toEqual([
      ['+12025550777', `To ${first}`],
      [contact, `To ${bob}`],
    ])
    // She moves on; the vendor repeats what it said at first.
    const again = { kind: 'identity', was: '+12025550777', now: ['+12025550778'], at: world.now } as const
    await world.deliver(again)
    await twice(moved)
    expect(await getConversation(world.store.db, world.lanes, agent, first)).toMatchObject({
      contact: { address: '+12025550778' },
    })
    // Bob's opinions are his.
    await world.deliver({ kind: 'preference', contact, sender, marketing: 'stop', at: world.now })
    expect(await getConversation(world.store.db, world.lanes, agent, first)).toMatchObject({
      marketing_stopped_at: null,
    })
  })

  it('identity: a number that was another customer’s is taken from them, and nothing of theirs goes there', async () => {
    await world.deliver(
      text('Yve', { from: '+12025550301', fromAliases: ['US.31'], fromName: 'Yve' }),
      text('Una', { from: '+12025550303', fromName: 'Una' }),
      text('Zed', { from: '+12025550302', fromAliases: ['US.32'], fromName: 'Zed' }),
    )
    world.now += 60_000
    const at = world.now
    const wasZed = { kind: 'identity', was: '+12025550302', at } as const
    // Yve wrote after this one: it is old.
    await world.deliver({ ...wasZed, now: ['+12025550301'], at: at - 120_000 })
    await twice({ ...wasZed, now: ['+12025550301', 'US.33'] })
    world.now += 60_000
    const later = { receivedAt: world.now }
    await world.deliver(
      text('Zed, at Yve’s number', { from: '+12025550301', fromAliases: ['US.33'], ...later }),
      text('Yve, without a number', { from: 'US.31', ...later }),
    )
    await world.deliver({ kind: 'identity', was: '+12025550301', now: ['+12025550303'], at: world.now })
    const ids = [...new Set((await thread()).map((one) => one.conversation_id))]
    expect((await thread()).map((one) => [ids.indexOf(one.conversation_id), one.text])).toEqual([
      [0, 'Yve'],
      [1, 'Una'],
      [2, 'Zed'],
      [2, 'Zed, at Yve’s number'],
      [0, 'Yve, without a number'],
    ])
    for (const id of ids) {
      await reply(world.store, world.directory, agent, id, { text: 'Hi', mediaIds: [] }, world.now)
    }
    const [yve, una, zed] = (await world.claim()).map(({ to }) => to)
    expect([yve, zed]).toEqual(['US.31', '+12025550303'])
    // Nobody knows where Una is now; she is not at the number that is Zed's.
    expect(una).toMatch(/^\+12025550303 \(former \d+\)$/)
  })

  it('preference: marketing stops and resumes, and people may still write', async () => {
    await world.deliver(text('Hello'))
    await twice({ kind: 'preference', contact, marketing: 'stop', at: world.now })
    expect(await shown()).toMatchObject({
      opted_out_at: null,
      marketing_stopped_at: new Date(world.now).toISOString(),
    })
    await world.deliver({ kind: 'preference', contact, sender, marketing: 'resume', at: world.now + 1 })
    expect(await shown()).toMatchObject({ marketing_stopped_at: null })
  })

  it('preference: what was said last counts, also where it was said before', async () => {
    await world.deliver(text('Hello'))
    const at = world.now
    const said = (marketing: 'stop' | 'resume', ms: number) =>
      ({ kind: 'preference', contact, sender, marketing, at: at + ms }) as const
    await world.deliver(said('stop', 1))
    await world.deliver(said('stop', 3))
    // Said in between, and late.
    await world.deliver(said('resume', 2))
    expect(await shown()).toMatchObject({ marketing_stopped_at: new Date(at + 3).toISOString() })
  })

  it('notice: templates are to be fetched again; the account’s trouble stands on the channel', async () => {
    expect(
      await world.deliver({ kind: 'notice', topic: 'templates', detail: 'hello_world was paused' }),
    ).toMatchObject({ templatesChanged: true })
    await world.deliver({ kind: 'notice', topic: 'account', detail: 'The account is restricted.' })
    const restricted = { detail: 'The account is restricted.', at: new Date(world.now).toISOString() }
    expect((await world.channels.get(world.channelId)).notice).toEqual(restricted)
    const deed = { actorId: agent.id, at: world.now + 9, ip: null }
    const dismiss = (at: number) => world.channels.dismissNotice(deed, world.channelId, at)
    // What was read is an older one.
    expect((await dismiss(world.now - 1)).notice).toEqual(restricted)
    expect((await dismiss(world.now)).notice).toBeNull()
    await dismiss(world.now)
    const trail = await world.store.db
      .selectFrom('audit')
      .select(['actor_id', 'object_id', 'detail'])
      .where('action', '=', 'channel.notice_dismissed')
      .execute()
    expect(trail).toEqual([
      {
        actor_id: agent.id,
        object_id: String(world.channelId),
        detail: JSON.stringify({ notice: restricted.detail }),
      },
    ])
  })

  it('take four thousand receipts in one delivery with the statements of a few', async () => {
    const numbers = [...Array(1_000).keys()]
    await world.deliver(
      ...numbers.map((i) => ({
        ...({ kind: 'echo', from: sender, to: `+1202555${1000 + i}`, text: 'Hi', media: [] } as const),
        ...{ providerMessageId: `e${i}`, at: world.now },
      })),
    )
    const told = (status: 'delivered' | 'read' | 'failed') =>
      numbers.map((i) => ({ kind: 'receipt', providerMessageId: `e${i}`, status, at: world.now }) as const)
    const all = [...told('read'), ...told('delivered'), ...told('failed'), ...told('read')]
    expect(await statementsOf(() => world.deliver(...all))).toBeLessThan(20)
    const statuses = world.store.db.selectFrom('message').select('status').groupBy('status')
    expect(await statuses.execute()).toEqual([{ status: 'read' }])
    expect((await eventTypes()).filter((type) => type === 'message.status')).toHaveLength(1_000)
  })

  it('take a thousand of all kinds in one delivery, together', async () => {
    const from = (i: number) => `+1202555${1000 + (i % 300)}`
    const numbers = (n: number) => [...Array(n).keys()]
    const events = [
      ...numbers(300).map((i) => text(`n ${i}`, { providerMessageId: `in-${i}x`, from: from(i) })),
      ...numbers(300).map((i) => ({
        kind: 'echo' as const,
        providerMessageId: `e${i}`,
        from: sender,
        to: from(i),
        text: `answer ${i}`,
        media: [],
        at: world.now,
      })),
      ...numbers(150).map((i) => ({
        kind: 'reaction' as const,
        by: 'contact' as const,
        contact: from(i),
        sender,
        target: `e${i}`,
        emoji: '👍',
        at: world.now,
      })),
      ...numbers(150).map((i) => ({
        kind: 'watermark' as const,
        status: 'read' as const,
        contact: from(i),
        sender,
        at: world.now,
      })),
      ...numbers(100).map((i) => ({
        kind: 'edit' as const,
        target: `in-${i}x`,
        text: `better ${i}`,
        at: world.now,
      })),
    ]
    expect(events).toHaveLength(1_000)
    const before = (await eventTypes()).length
    expect(await world.deliver(...events)).toMatchObject({ messages: 600, duplicates: 0 })
    const counts: Record<string, number> = {}
    for (const type of (await eventTypes()).slice(before)) counts[type] = (counts[type] ?? 0) + 1
    expect(counts).toEqual({
      'conversation.opened': 300,
      'message.received': 300,
      'message.elsewhere': 300,
      'message.changed': 250,
      'message.status': 150,
    })
    const after = (await eventTypes()).length
    await world.deliver(...events)
    expect(await eventTypes()).toHaveLength(after)
  })
})
