import { afterEach, beforeEach, expect, it } from 'vitest'
import { close } from '../../src/core/conversations/actions.ts'
import { describeOnBoth } from '../support/database.ts'
import { business, contact, type MessagingWorld, messagingWorld, text } from '../support/messaging-world.ts'

describeOnBoth('inbound messages', (backend) => {
  let world: MessagingWorld
  beforeEach(async () => {
    world = await messagingWorld(backend)
  })
  afterEach(() => world.close())

  const count = async (
    table: 'message' | 'conversation' | 'contact' | 'identity' | 'event' | 'webhook_request',
  ) =>
    Number(
      (
        await world.store.db
          .selectFrom(table)
          .select((select) => select.fn.countAll<number>().as('n'))
          .executeTakeFirstOrThrow()
      ).n,
    )

  it('stores message, identity, contact, conversation, raw request and events in one delivery', async () => {
    const before = await count('event')
    expect(await world.deliver(text('Hello'))).toMatchObject({
      messages: 1,
      duplicates: 0,
      media: 0,
      receipts: 0,
    })
    const events = await world.store.db.selectFrom('event').select('type').orderBy('id').execute()
    expect(events.slice(before).map((event) => event.type)).toEqual([
      'conversation.opened',
      'message.received',
    ])
    expect(await world.onlyConversation()).toMatchObject({
      status: 'open',
      inbound_count: 1,
      sender_id: world.senderId,
    })
    expect(await world.store.db.selectFrom('identity').select(['kind', 'address']).execute()).toEqual([
      { kind: 'tel', address: contact },
    ])
    expect(await world.store.db.selectFrom('webhook_request').select(['state', 'body']).execute()).toEqual([
      { state: 'accepted', body: Buffer.from('{}') },
    ])
  })

  it('knows a duplicate in the same delivery, in the same commit and much later', async () => {
    const message = text('once')
    const together = await Promise.all([world.deliver(message, message), world.deliver(message)])
    expect(together.reduce((sum, result) => sum + result.messages, 0)).toBe(1)
    world.now += 400 * 86_400_000
    expect(await world.deliver(message)).toMatchObject({ messages: 0, duplicates: 1 })
    expect(await count('message')).toBe(1)
    expect(await world.onlyConversation()).toMatchObject({ inbound_count: 1 })
  })

  it('keeps two messages with the same words and different ids', async () => {
    await Promise.all([world.deliver(text('same')), world.deliver(text('same'))])
    expect(await count('message')).toBe(2)
  })

  it('opens one conversation for all that arrives together from one contact, and one for each contact', async () => {
    const from = (n: number) => `+1202555${1000 + n}`
    const deliveries = Array.from({ length: 60 }, (_, i) =>
      world.deliver(text(`n ${i}`, { from: from(i % 20), fromName: `Contact ${i % 20}` })),
    )
    await Promise.all(deliveries)
    expect([
      await count('message'),
      await count('conversation'),
      await count('contact'),
      await count('identity'),
    ]).toEqual([60, 20, 20, 20])
    const named = await world.store.db
      .selectFrom('identity as i')
      .innerJoin('contact as p', 'p.id', 'i.contact_id')
      .select(['i.address', 'p.name'])
      .execute()
    for (let n = 0; n < 20; n++) expect(named).toContainEqual({ address: from(n), name: `Contact ${n}` })
  })

  it('opens a new conversation for what comes after the close', async () => {
    const administrator = await world.person('administrator')
    await world.deliver(text('first'))
    await close(world.store, administrator, (await world.onlyConversation()).id, world.now)
    await world.deliver(text('second'))
    const rows = await world.store.db.selectFrom('conversation').select('status').orderBy('id').execute()
    expect(rows.map((row) => row.status)).toEqual(['closed', 'open'])
  })

  it.each(['extension', 'queue', 'api', 'nowhere'] as const)(
    'routes a new conversation to: %s',
    async (where) => {
      const agent = await world.person('agent')
      const queueId = await world.queue('manual')
      const cases = {
        extension: [
          { type: 'extension', id: agent.id },
          { owner_type: 'extension', owner_id: agent.id, queue_id: null },
        ],
        queue: [
          { type: 'queue', id: queueId },
          { owner_type: null, owner_id: null, queue_id: queueId },
        ],
        api: [{ type: 'api' }, { owner_type: 'api', owner_id: null, queue_id: null }],
        nowhere: [null, { owner_type: null, owner_id: null, queue_id: null }],
      } as const
      const [destination, place] = cases[where]
      await world.routeTo(destination)
      await world.deliver(text('Hello'))
      expect(await world.onlyConversation()).toMatchObject(place)
    },
  )

  it('stores the others when one delivery of a commit cannot be stored', async () => {
    const entry = world.entry()
    const broken = new Map(entry.senders).set('+12025550199', {
      id: 999_999,
      address: '+12025550199',
      destination: null,
      failoverChannelId: null,
      active: true,
    })
    const good = [world.deliver(text('a')), world.deliver(text('b'))]
    Object.assign(entry, { senders: broken })
    const bad = world.deliver(text('to a sender that is no row', { to: ['+12025550199'] }))
    await expect(bad).rejects.toMatchObject({ name: expect.not.stringMatching('StorageUnavailable') })
    expect(await Promise.all(good)).toHaveLength(2)
    expect(await count('message')).toBe(2)
  })

  it('notes files to fetch and counts what a sender received', async () => {
    const media = [{ url: 'https://files.example.com/a.jpg', contentType: 'image/jpeg', bytes: 10 }]
    expect(await world.deliver(text('see', { media }))).toMatchObject({ messages: 1, media: 1 })
    const [file] = await world.store.db.selectFrom('media').selectAll().execute()
    expect(file).toMatchObject({ state: 'pending', content_type: 'image/jpeg', bytes: 10, due_at: world.now })
    await world.deliver(text('more'))
    const [hour] = await world.store.db.selectFrom('sender_hour').selectAll().execute()
    expect(hour).toMatchObject({ sender_id: world.senderId, received: 2, sent: 0 })
  })

  it('keeps quotes, emoji, long lines and right-to-left marks as they came', async () => {
    const words = `it's "quoted" \\ 😀 \u202e rtl ${'x'.repeat(20_000)} 你好`
    await world.deliver(text(words))
    const [row] = await world.store.db.selectFrom('message').select('text').execute()
    expect(row?.text).toBe(words)
  })

  it('ignores a message to somebody else, without opening anything', async () => {
    expect(await world.deliver(text('wrong', { to: ['+12025559999'] }))).toMatchObject({ messages: 0 })
    expect(await count('conversation')).toBe(0)
    expect(business).not.toBe('+12025559999')
  })
})
