import { afterEach, beforeEach, expect, it } from 'vitest'
import { nextPartDueAt, storeDueParts } from '../../src/core/inbound/parts.ts'
import { describeOnBoth } from '../support/database.ts'
import { type MessagingWorld, messagingWorld, text } from '../support/messaging-world.ts'

const picture = { url: 'https://files.example.com/a.jpg', contentType: 'image/jpeg' }
const hold = (part: 'first' | 'rest', key = 'k1') => ({ hold: { key, part, waitMs: 5_000 } })

describeOnBoth('messages in parts', (backend) => {
  let world: MessagingWorld
  beforeEach(async () => {
    world = await messagingWorld(backend)
  })
  afterEach(() => world.close())

  const first = text('Look', hold('first'))
  const rest = text('', { text: undefined, media: [picture], ...hold('rest') })
  const stored = () =>
    world.store.db
      .selectFrom('message as m')
      .leftJoin('media as f', 'f.message_id', 'm.id')
      .select(['m.text', 'f.content_type'])
      .orderBy('m.id')
      .execute()

  it('are one message once the second has come, and repeats of either bring nothing', async () => {
    expect(await world.deliver(first)).toMatchObject({ messages: 0 })
    expect(await stored()).toEqual([])
    expect(await world.deliver(first)).toMatchObject({ messages: 0 })
    expect(await world.deliver(rest)).toMatchObject({ messages: 1, media: 1 })
    await world.deliver(rest)
    await world.deliver(first)
    world.now += 60_000
    await storeDueParts(world.store, world.directory, world.now)
    expect(await stored()).toEqual([{ text: 'Look', content_type: 'image/jpeg' }])
  })

  it('stand alone when nothing joined them in time, which also holds over a restart', async () => {
    await world.deliver(first)
    expect(await nextPartDueAt(world.store.db)).toBe(world.now + 5_000)
    expect(await storeDueParts(world.store, world.directory, world.now)).toEqual([])
    world.now += 5_000
    await storeDueParts(world.store, world.directory, world.now)
    expect(await stored()).toEqual([{ text: 'Look', content_type: null }])
    expect(await nextPartDueAt(world.store.db)).toBeUndefined()
  })

  it('pass at once when there is no first part, and keep apart what has another key', async () => {
    await world.deliver(first)
    await world.deliver(text('', { text: undefined, media: [picture], ...hold('rest', 'k2') }))
    expect(await stored()).toEqual([{ text: null, content_type: 'image/jpeg' }])
    await world.deliver(text('Another', hold('first')))
    expect(await stored()).toContainEqual({ text: 'Another', content_type: null })
  })

  it('are known by any of their ids', async () => {
    const message = text('Hi', { providerMessageId: 'hash-7', otherIds: ['hash-6', 'hash-5'] })
    await world.deliver(message)
    for (const id of ['hash-5', 'hash-6', 'hash-7']) {
      const again = text('Hi', { providerMessageId: `${id}-x`, otherIds: [id] })
      expect(await world.deliver(again)).toMatchObject({ messages: 0, duplicates: 1 })
    }
  })
})
