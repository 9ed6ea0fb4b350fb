import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Message } from '../../src/contract/api/conversations.ts'
import type { Actor } from '../../src/core/access/actor.ts'
import { getConversation, listMessages, partsOf } from '../../src/core/conversations/list.ts'
import { reactTo } from '../../src/core/conversations/react.ts'
import { type Reply, reply } from '../../src/core/conversations/reply.ts'
import { sendAgain } from '../../src/core/conversations/send-again.ts'
import { createSignals } from '../../src/core/conversations/signals.ts'
import { start } from '../../src/core/conversations/start.ts'
import { templatesOfChannel, templatesOfSender } from '../../src/core/templates/list.ts'
import { syncTemplates } from '../../src/core/templates/sync.ts'
import { createLog } from '../../src/lib/log/log.ts'
import {
  chat,
  chatContact as contact,
  offer,
  chatSender as sender,
  vendor,
} from '../support/chat-provider.ts'
import { describeOnBoth } from '../support/database.ts'
import { type MessagingWorld, messagingWorld, receipt, text as words } from '../support/messaging-world.ts'

const HOUR_MS = 3_600_000

describeOnBoth('what is sent to chats', (backend) => {
  let world: MessagingWorld
  let agent: Actor
  beforeEach(async () => {
    Object.assign(vendor, { templates: [offer], failed: undefined })
    world = await messagingWorld(backend, { provider: chat, address: sender })
    agent = await world.person('agent')
    await world.routeTo({ type: 'extension', id: agent.id })
    await world.deliver(
      words('Hello', { to: [sender], from: contact, receivedAt: world.now, providerMessageId: 'in-a' }),
    )
  })
  afterEach(() => world.close())

  const sync = () =>
    syncTemplates({ store: world.store, io: () => ({}) as never, now: () => world.now }, world.entry())
  const conversationId = async () => (await world.onlyConversation()).id
  const write = async (draft: Partial<Reply>) =>
    reply(world.store, world.directory, agent, await conversationId(), { mediaIds: [], ...draft }, world.now)
  const thread = async (): Promise<Message[]> =>
    (await listMessages(world.store.db, world.lanes, agent, { limit: 50 })).data.reverse()
  const file = async (contentType: string, bytes = 10) =>
    (
      await world.store.write((trx) =>
        trx
          .insertInto('media')
          .values({
            message_id: null,
            state: 'stored',
            name: 'file',
            content_type: contentType,
            bytes,
            sha256: 'a'.repeat(64),
            source: null,
            due_at: null,
            error_code: null,
            error_detail: null,
            created_by: agent.id,
            created_at: world.now,
          })
          .returning('id')
          .executeTakeFirstOrThrow(),
      )
    ).id
  const template = {
    id: 1,
    values: { 'header.1': 'Ann', 'body.1': 'apples', 'body.2': '5', 'button.1': 'a1' },
  }
  const templateId = async () =>
    (await templatesOfSender(world.store.db, { chat }, agent, world.senderId))[0]!.id

  it('text waits for no window to reopen: it is refused at once, and ended where the window closed meanwhile', async () => {
    const { messageId } = await write({ text: 'in time' })
    world.now += 24 * HOUR_MS
    await expect(write({ text: 'late' })).rejects.toMatchObject({
      code: 'outside_window',
      extra: { afterwards: 'template' },
    })
    expect(await world.claim()).toEqual([])
    expect(await world.message(messageId)).toMatchObject({ status: 'failed', failure_code: 'outside_window' })
    await expect(sendAgain(world.store, world.directory, agent, messageId, world.now)).rejects.toMatchObject({
      code: 'outside_window',
    })
    await world.channels.patch(world.deed(), world.channelId, { settings: { human_agent: true } })
    await write({ text: 'by a person' })
    expect(await world.claim()).toMatchObject([{ text: 'by a person', more: { window: 'extended' } }])
  })

  it('files and texts that do not go together become several messages, in order and repeatable', async () => {
    const files = [await file('image/png'), await file('video/mp4')]
    const draft = { text: 'short', mediaIds: files, clientRef: 'r1', replyTo: (await thread())[0]!.id }
    const { messageId } = await write(draft)
    expect(await write(draft)).toMatchObject({ messageId })
    const others = await partsOf(world.store.db, world.lanes, agent, messageId)
    expect([...(await thread())].slice(1)).toMatchObject([
      {
        id: messageId,
        text: 'short',
        client_ref: 'r1',
        media: [{ id: files[0] }],
        reply_to: { text: 'Hello' },
      },
      { id: others[0]!.id, text: null, media: [{ id: files[1] }], reply_to: null, client_ref: null },
    ])
    const long = await write({ text: 'longer than a caption may be', mediaIds: [await file('image/png')] })
    const audio = await write({ text: 'x', mediaIds: [await file('audio/mp4')] })
    expect((await thread()).slice(3).map(({ text, media }) => [text, media.length])).toEqual([
      [null, 1],
      ['longer than a caption may be', 0],
      [null, 1],
      ['x', 0],
    ])
    expect([long.messageId, audio.messageId].every((id) => id > messageId)).toBe(true)
    const [claimed] = await world.claim()
    expect(claimed).toMatchObject({ text: 'short', more: { replyTo: 'in-a', window: 'open' } })
  })

  it('files have limits of their own by type', async () => {
    await expect(write({ mediaIds: [await file('image/png', 1_001)] })).rejects.toThrow('1000 bytes')
    await write({ mediaIds: [await file('application/pdf', 1_001)] })
  })

  it('templates are fetched, changed and gone as at the vendor, and shown with what stands against them', async () => {
    const paused: typeof offer = { ...offer, name: 'a_paused', status: 'paused', reason: 'low quality' }
    vendor.templates.push(paused, { ...offer, name: 'b_flow', unsupported: ['FLOW'] })
    expect(await sync()).toMatchObject({ count: 3, problem: null })
    expect(await templatesOfSender(world.store.db, { chat }, agent, world.senderId)).toMatchObject([
      { name: 'autumn_offer', sendable: true, parameters: ['header.1', 'body.1', 'body.2', 'button.1'] },
      { name: 'a_paused', sendable: false, reason: { code: 'paused', detail: 'low quality' } },
    ])
    // Only administrators are told of what nobody can send from here.
    const whole = await templatesOfChannel(
      world.store.db,
      await world.person('administrator'),
      world.channelId,
    )
    const flow = { name: 'b_flow', sendable: false, reason: { code: 'unsupported_parts', detail: 'FLOW' } }
    expect(whole.at(-1)).toMatchObject(flow)
    const before = await templateId()
    vendor.templates.splice(0, 3, { ...offer, body: 'New {{1}}' })
    await sync()
    expect(await templatesOfSender(world.store.db, { chat }, agent, world.senderId)).toMatchObject([
      { id: before, body: 'New {{1}}' },
    ])
    const stranger = await world.person('agent')
    await expect(templatesOfSender(world.store.db, { chat }, stranger, world.senderId)).rejects.toMatchObject(
      {
        code: 'not_found',
      },
    )
    await expect(templatesOfChannel(world.store.db, stranger, world.channelId)).rejects.toMatchObject({
      code: 'not_found',
    })
    const supervisor = await world.person('supervisor')
    expect(await templatesOfChannel(world.store.db, supervisor, world.channelId)).toMatchObject([
      { id: before },
    ])
    await expect(templatesOfChannel(world.store.db, supervisor, 999)).rejects.toMatchObject({
      code: 'not_found',
    })
    const synced_at = new Date(world.now).toISOString()
    const state = async () => (await world.channels.get(world.channelId)).templates
    expect(await state()).toEqual({ synced_at, problem: null })
    vendor.failed = 'The token expired.'
    world.now += 1_000
    expect(await sync()).toMatchObject({ count: 1, problem: 'The token expired.' })
    expect(await state()).toEqual({ synced_at, problem: 'The token expired.' })
  })

  it('a conversation is begun with a place, or with an answer to a message of the open one, where the channel takes them', async () => {
    const begin = (draft: object) =>
      start(
        world.store,
        world.directory,
        { chat },
        agent,
        { senderId: world.senderId, to: contact, mediaIds: [], ...draft },
        world.now,
      )
    await world.senders.patch(world.deed(), world.senderId, { starters: [agent.id] })
    const [hello] = await thread()
    const place = { type: 'location', latitude: 1.5, longitude: 2 } as const
    expect(await begin({ location: place })).toMatchObject({ conversationId: await conversationId() })
    await begin({ text: 'To that', replyTo: hello!.id })
    expect((await thread()).slice(1)).toMatchObject([
      { content: place },
      { text: 'To that', reply_to: { id: hello!.id } },
    ])
    await expect(begin({ text: 'x', replyTo: 999 })).rejects.toMatchObject({
      code: 'validation_failed',
      message: expect.stringMatching(/not in this conversation/),
    })
    await expect(begin({ to: '+12025550199', location: place })).rejects.toMatchObject({
      code: 'outside_window',
    })
  })

  it('a free entry point makes longer free of charge, and not the window longer', async () => {
    const { messageId } = await write({ text: 'Welcome' })
    const [claimed] = await world.claim()
    await world.settle(claimed!, { kind: 'accepted', providerMessageId: 'out-1' })
    const before = await getConversation(world.store.db, world.lanes, agent, await conversationId())
    await world.deliver(
      receipt('out-1', 'sent', {
        pricing: {
          billable: false,
          type: 'free_entry_point',
          conversation: { id: 'c', origin: 'referral_conversion', expiresAt: world.now + 72 * HOUR_MS },
        },
      }),
    )
    const after = await getConversation(world.store.db, world.lanes, agent, await conversationId())
    expect(after.window).toEqual(before.window)
    expect((await thread()).find((one) => one.id === messageId)?.pricing).toMatchObject({ billable: false })
    world.now += 25 * HOUR_MS
    await expect(write({ text: 'Still there?' })).rejects.toMatchObject({ code: 'outside_window' })
  })

  it('a template goes outside the window, filled in; what is missing is refused by name', async () => {
    await sync()
    world.now += 48 * HOUR_MS
    const filled = { ...template, id: await templateId() }
    await expect(
      write({ template: { ...filled, values: { 'body.1': 'a\nb', 'body.2': '5', 'button.1': 'x' } } }),
    ).rejects.toMatchObject({
      code: 'validation_failed',
      extra: {
        errors: [
          { path: 'body.template.values.header.1', message: 'is missing' },
          { path: 'body.template.values.body.1', message: expect.stringContaining('one line') },
        ],
      },
    })
    await write({ template: filled })
    expect((await thread()).at(-1)).toMatchObject({
      text: 'We have apples for 5.',
      content: { type: 'template', header: 'Hello Ann', footer: 'Acme', buttons: ['Yes', 'Shop'] },
    })
    // What was accepted is sent, whatever the list says by then.
    vendor.templates.splice(0)
    await sync()
    expect(await world.claim()).toMatchObject([
      { more: { window: 'over', template: { template: { name: 'autumn_offer' }, values: filled.values } } },
    ])
  })

  it('marketing does not go to those who stopped it', async () => {
    await sync()
    await world.deliver({ kind: 'preference', contact, marketing: 'stop', at: world.now })
    await expect(write({ template: { ...template, id: await templateId() } })).rejects.toMatchObject({
      code: 'opted_out',
    })
    await write({ text: 'still an answer' })
  })

  it('a conversation starts with a template only', async () => {
    await sync()
    const admin = await world.person('administrator')
    const begin = (more: object) =>
      start(
        world.store,
        world.directory,
        { chat },
        admin,
        { senderId: world.senderId, to: '+1 202 555 0155', mediaIds: [], ...more },
        world.now,
      )
    await expect(begin({ text: 'Hi' })).rejects.toMatchObject({ code: 'outside_window' })
    expect(await world.store.db.selectFrom('conversation').select('id').execute()).toHaveLength(1)
    const started = await begin({ template: { ...template, id: await templateId() } })
    expect(await getConversation(world.store.db, world.lanes, admin, started.conversationId)).toMatchObject({
      window: { state: 'over' },
      contact: { address: '+12025550155' },
    })
  })

  it('places and reactions go out; a reaction stands on its target once the vendor took it', async () => {
    const place = { type: 'location', latitude: 1, longitude: 2, name: 'Pier' } as const
    await expect(write({ location: place, text: 'here' })).rejects.toMatchObject({
      code: 'validation_failed',
    })
    await write({ location: place })
    const [first] = await thread()
    await reactTo(world.store, world.directory, agent, first!.id, '👍', world.now)
    const [located] = await world.claim()
    expect(located).toMatchObject({ text: null, more: { location: place } })
    await world.settle(located!, { kind: 'accepted', providerMessageId: 'v1' })
    const [reaction] = await world.claim()
    expect(reaction).toMatchObject({ more: { reaction: { target: 'in-a', emoji: '👍' } } })
    expect((await thread())[0]).toMatchObject({ reactions: [] })
    await world.settle(reaction!, { kind: 'accepted', providerMessageId: 'v2' })
    expect((await thread())[0]).toMatchObject({ reactions: [{ by: 'business', emoji: '👍' }] })
    expect((await thread())[2]).toMatchObject({
      content: { type: 'reaction', message_id: first!.id, emoji: '👍' },
      status: 'sent',
    })
    const { last_message } = await getConversation(world.store.db, world.lanes, agent, await conversationId())
    expect(last_message).toMatchObject({ kind: 'location' })
    const stranger = await world.person('agent')
    await expect(
      reactTo(world.store, world.directory, stranger, first!.id, '👍', world.now),
    ).rejects.toMatchObject({ code: 'not_found' })
  })

  it('messages to one contact keep their distance after a burst, and hold nobody else up', async () => {
    const other = words('Hi', { to: [sender], from: '+12025550177', receivedAt: world.now })
    const sendAll = async () => {
      const to: string[] = []
      for (let [one] = await world.claim(1); one; [one] = await world.claim(1)) {
        to.push(one.to)
        await world.settle(one, { kind: 'accepted', providerMessageId: `v${one.attemptId}` })
      }
      return to
    }
    for (let i = 0; i < 22; i++) await write({ text: `n ${i}` })
    expect(await sendAll()).toHaveLength(20)
    await world.deliver(other)
    const rows = await world.store.db.selectFrom('conversation').select('id').orderBy('id').execute()
    const draft = { text: 'to somebody else', mediaIds: [] }
    await reply(world.store, world.directory, agent, rows[1]!.id, draft, world.now)
    expect(await sendAll()).toEqual(['+12025550177'])
    world.now += 6_000
    expect(await sendAll()).toEqual([contact])
    world.now += 5_999
    expect(await sendAll()).toEqual([])
    world.now += 1
    expect(await sendAll()).toEqual([contact])
  })

  it('whoever may answer is seen reading, once, and typing; others are not', async () => {
    vendor.signals = []
    const log = createLog({ level: 'silent', format: 'json' })
    const signal = createSignals({
      store: world.store,
      directory: world.directory,
      log,
      io: () => ({}) as never,
    })
    const id = await conversationId()
    await signal(await world.person('supervisor'), id, 'read')
    expect(vendor.signals).toEqual([])
    // The second within moments is the same typing; it is no reading.
    await signal(agent, id, 'typing')
    await signal(agent, id, 'typing')
    await signal(agent, id, 'read')
    await signal(agent, id, 'read')
    expect(vendor.signals).toEqual([
      { type: 'typing', contact, sender, target: 'in-a' },
      { type: 'read', contact, sender, target: 'in-a' },
    ])
    await signal(agent, 999_999, 'read')
    expect(vendor.signals).toHaveLength(2)
  })
})
