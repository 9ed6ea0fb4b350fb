import { afterEach, beforeEach, expect, it } from 'vitest'
import type { SendOutcome } from '../../src/contract/outbound.ts'
import { reply } from '../../src/core/conversations/reply.ts'
import type { Write } from '../../src/db/writer.ts'
import { createLog } from '../../src/lib/log/log.ts'
import { createLaneWork } from '../../src/worker/lane-work.ts'
import { describeOnBoth } from '../support/database.ts'
import { type MessagingWorld, messagingWorld, text } from '../support/messaging-world.ts'

describeOnBoth('an outcome that cannot be written', (backend) => {
  let world: MessagingWorld
  let conversationId: number
  beforeEach(async () => {
    world = await messagingWorld(backend)
    await world.deliver(text('Hello'))
    conversationId = (await world.onlyConversation()).id
  })
  afterEach(() => world.close())

  const accepted: SendOutcome = { kind: 'accepted', providerMessageId: 'v1' }
  const refused: SendOutcome = { kind: 'rejected', failure: { code: 'invalid_number' } }

  it.each([
    ['accepted', accepted],
    ['rejected', refused],
  ])('%s: the message is unconfirmed, its conversation goes on, and the log says why', async (_, outcome) => {
    const { store } = world
    const agent = await world.person('administrator')
    const write = (words: string) =>
      reply(store, world.directory, agent, conversationId, { text: words, mediaIds: [] }, world.now)
    const { messageId } = await write('one')
    const { messageId: next } = await write('two')
    const [claimed] = await world.claim()
    if (!claimed) throw new Error('nothing was claimed')

    let fails = true
    const failOnce: Write = (job) => {
      if (!fails) return store.write(job)
      fails = false
      return Promise.reject(new Error('a value that does not fit its column'))
    }
    let logged = ''
    const work = createLaneWork({
      store: { ...store, write: failOnce },
      publicUrl: 'https://messages.example.com',
      mediaKeepMs: 1,
      readFile: async () => Buffer.from('file'),
      windowOf: () => undefined,
      paceOf: () => undefined,
      messagingLimitOf: () => undefined,
      letGo: () => expect.unreachable(),
      giveUpAfterMs: 1,
      log: createLog({ level: 'info', format: 'json', output: { write: (line) => (logged += line) } }),
      send: async () => outcome,
      waited: () => {},
      directory: world.directory,
      failedOver: () => expect.unreachable(),
      now: () => world.now,
    })
    await work.settled(world.channelId, claimed, outcome, 0)

    expect(await world.message(messageId)).toMatchObject({
      status: 'unconfirmed',
      failure_code: 'outcome_unknown',
    })
    expect(await store.db.selectFrom('attempt').select('outcome').execute()).toEqual([{ outcome: 'unknown' }])
    expect(logged).toContain('a value that does not fit its column')
    expect((await world.claim()).map((one) => one.messageId)).toEqual([next])
  })
})
