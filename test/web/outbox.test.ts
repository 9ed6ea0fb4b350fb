import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Message } from '../../src/contract/api/conversations.ts'
import { ApiProblem } from '../../web/src/api/problem.ts'
import { Outbox, type Pending } from '../../web/src/inbox/composer/outbox-store.ts'

type Answer = 'ok' | 'network' | 'refuse'

function world(answers: Answer[]) {
  const posted: Pending[] = []
  const sent: string[] = []
  let saved: readonly Pending[] = []
  let refs = 0
  const outbox = new Outbox({
    async post(pending) {
      posted.push(pending)
      const answer = answers.shift() ?? 'ok'
      if (answer === 'network') throw new ApiProblem(0, { code: 'network' })
      if (answer === 'refuse') throw new ApiProblem(409, { code: 'conversation_moved_on' })
      return { client_ref: pending.clientRef } as Message
    },
    onSent: ({ client_ref }) => sent.push(client_ref!),
    newRef: () => `ref-${++refs}`,
    save: (pending) => {
      saved = pending
    },
  })
  const write = (text: string, conversationId = 1) =>
    outbox.send({ conversationId, text, media: [], seenEventId: 5 })
  return { outbox, posted, sent, write, saved: () => saved }
}

const settle = () => vi.advanceTimersByTimeAsync(0)

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('messages of one conversation go one after the other, those of others at the same time', async () => {
  const { posted, sent, write } = world([])
  write('a')
  write('b')
  write('c', 2)
  expect(posted.map(({ text }) => text)).toEqual(['a', 'c'])
  await settle()
  expect(sent).toEqual(['ref-1', 'ref-3', 'ref-2'])
})

test('a failure of the network is tried again under the same reference, in order', async () => {
  const { outbox, posted, sent, write } = world(['network', 'network'])
  write('a')
  write('b')
  await settle()
  expect(outbox.of(1).map(({ state }) => state)).toEqual(['waiting', 'queued'])
  await vi.advanceTimersByTimeAsync(5_000)
  expect(posted.map(({ clientRef }) => clientRef)).toEqual(['ref-1', 'ref-1', 'ref-1', 'ref-2'])
  expect(sent).toEqual(['ref-1', 'ref-2'])
  expect(outbox.of(1)).toEqual([])
})

test('a refused message waits for the person, and goes under a new reference when sent anyway', async () => {
  const { outbox, posted, sent, write } = world(['refuse'])
  write('a')
  await settle()
  const held = outbox.of(1)[0]!
  expect(held.state).toBe('refused')
  expect(held.error?.code).toBe('conversation_moved_on')
  await vi.advanceTimersByTimeAsync(60_000)
  expect(posted).toHaveLength(1)
  outbox.retry(held.clientRef, 9)
  await settle()
  expect(posted[1]).toMatchObject({ clientRef: 'ref-2', seenEventId: 9, text: 'a' })
  expect(sent).toEqual(['ref-2'])
})

test('what is pending is kept over a reload', async () => {
  const before = world(['network'])
  before.write('a')
  await settle()
  const after = world([])
  after.outbox.restore(JSON.parse(JSON.stringify(before.saved())) as Pending[])
  await settle()
  expect(after.sent).toEqual(['ref-1'])
  expect(after.saved()).toEqual([])
})

test('a view is the same array until something changes', async () => {
  const { outbox, write } = world(['network'])
  const empty = outbox.of(1)
  expect(outbox.of(1)).toBe(empty)
  write('a')
  expect(outbox.of(1)).not.toBe(empty)
  expect(outbox.of(2)).toEqual([])
})
