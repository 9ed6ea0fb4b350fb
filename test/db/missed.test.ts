import { afterEach, beforeEach, expect, it } from 'vitest'
import type { InboundMessage } from '../../src/contract/inbound.ts'
import type { Listed } from '../../src/contract/provider.ts'
import type { Directory } from '../../src/core/channels/directory.ts'
import { createFindMissed } from '../../src/core/inbound/missed.ts'
import { describeOnBoth } from '../support/database.ts'
import { type MessagingWorld, messagingWorld, text } from '../support/messaging-world.ts'

const minutes = 60_000
const day = 86_400_000

describeOnBoth('missed messages', (backend) => {
  let world: MessagingWorld
  let createdAt: number
  /** What the vendor lists, and since when it was asked. */
  let listed: Listed | Error
  let asked: number[]
  beforeEach(async () => {
    world = await messagingWorld(backend)
    createdAt = world.now
    world.now += 30 * day
    listed = { ok: true, messages: [] }
    asked = []
  })
  afterEach(() => world.close())

  const find = (since?: number) => finder()(world.channelId, since)
  function finder(more: object = {}) {
    const entry = () => {
      const known = world.entry()
      const listInbound = async (since: number) => {
        asked.push(since)
        if (listed instanceof Error) throw listed
        return listed
      }
      return { ...known, provider: { ...known.provider, listInbound }, ...more }
    }
    return createFindMissed({
      store: world.store,
      directory: { byId: (id: number) => (id === world.channelId ? entry() : undefined) } as Directory,
      ingest: ({ events }) => world.deliver(...events),
      io: () => ({}) as never,
      now: () => world.now,
      crashed: () => undefined,
    })
  }
  const lists = (...messages: InboundMessage[]) => {
    listed = { ok: true, messages }
  }
  const shown = async () => (await world.channels.get(world.channelId)).missed

  it('come in once, beside those that webhooks brought, and are counted', async () => {
    const [a, b, c] = [text('a'), text('b'), text('c')]
    await world.deliver(b)
    lists(a, b, c)
    expect(await find()).toMatchObject({ found: 3, fresh: 2, error: null })
    expect(await find()).toMatchObject({ found: 3, fresh: 0 })
    await world.deliver(c)
    expect(await world.store.db.selectFrom('message').select('text').orderBy('id').execute()).toEqual([
      { text: 'b' },
      { text: 'a' },
      { text: 'c' },
    ])
  })

  it('come in the order in which they were written, whatever the order of the list', async () => {
    const at = (words: string, receivedAt: number) => text(words, { receivedAt })
    lists(at('START', world.now - 1_000), at('STOP', world.now - 2_000), at('Hello', world.now - 3_000))
    await find()
    expect(await world.store.db.selectFrom('message').select('text').orderBy('id').execute()).toMatchObject([
      { text: 'Hello' },
      { text: 'STOP' },
      { text: 'START' },
      ...[{ text: expect.stringMatching(/no more/) }, { text: expect.stringMatching(/again/) }],
    ])
    expect(await world.store.db.selectFrom('consent').select('state').orderBy('id').execute()).toEqual([
      { state: 'out' },
      { state: 'in' },
    ])
  })

  it('are asked for from a week back at most, then from the last look on', async () => {
    await find()
    const first = world.now
    world.now += 60 * minutes
    await find()
    listed = { ok: false, failed: 'Twilio answered 503' }
    world.now += 60 * minutes
    expect(await find()).toMatchObject({ found: null, error: 'Twilio answered 503' })
    world.now += 60 * minutes
    await find()
    expect(asked).toEqual([
      first - 7 * day,
      first - 15 * minutes,
      first + 45 * minutes,
      // The one that failed is asked for again.
      first + 45 * minutes,
    ])
  })

  it('are asked for from any moment on, but not from before the channel was there', async () => {
    await find(createdAt - day)
    await find(world.now - minutes)
    expect(asked).toEqual([createdAt, world.now - minutes])
  })

  it('are not passed by where a person asked for less than was missing', async () => {
    await find()
    const first = world.now
    world.now += day
    await find(world.now - minutes)
    await find()
    expect(asked.at(-1)).toBe(first - 15 * minutes)
  })

  it.each<[string, Listed | Error, string]>([
    ['failed', { ok: false, failed: 'Twilio answered 401' }, 'Twilio answered 401'],
    ['threw', new Error('a bug'), 'The look stopped with an error of its own; see the log.'],
  ])('show that the look %s', async (_, what, error) => {
    listed = what
    expect(await find()).toMatchObject({ error })
    const row = await world.store.db.selectFrom('channel').selectAll().executeTakeFirstOrThrow()
    expect(row).toMatchObject({ missed_error: error, missed_found: null, missed_until: null })
  })

  it('are refused where nobody can be asked', async () => {
    await expect(finder()(world.channelId + 1)).rejects.toMatchObject({ code: 'not_found' })
    await expect(finder({ active: false })(world.channelId)).rejects.toMatchObject({ code: 'channel_off' })
    await expect(world.findMissed(world.channelId)).rejects.toMatchObject({ code: 'conflict' })
    expect(await shown()).toBeNull()
  })
})
