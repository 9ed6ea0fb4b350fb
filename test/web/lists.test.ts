import { InfiniteQueryObserver, QueryClient } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import type { Conversation, Message } from '../../src/contract/api/conversations.ts'
import type { StreamEvent } from '../../src/contract/api/events.ts'
import { conversationsKey, messagesKey } from '../../web/src/inbox/queries.ts'
import { refetchAll } from '../../web/src/live/again-after-fetch.ts'
import { applyEvent } from '../../web/src/live/apply-event.ts'
import { belongs, type ConversationPages, withConversation } from '../../web/src/live/conversation-lists.ts'
import { type MessagePages, putAnswer, withMessage } from '../../web/src/live/messages-cache.ts'

const me = 7
const mine = { owner: { type: 'extension', id: me, name: 'me' } } as const
const theirs = { owner: { type: 'extension', id: 8, name: 'x' } } as const

function conversation(id: number, minute: number, more: Partial<Conversation> = {}): Conversation {
  const at = new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString()
  return {
    id,
    status: 'open',
    owner: null,
    queue: null,
    unread: 0,
    last_activity_at: at,
    ...more,
  } as Conversation
}
const pages = (...lists: Conversation[][]): ConversationPages => ({
  pages: lists.map((data) => ({ data, next_cursor: null })),
  pageParams: lists.map(() => null),
})
const ids = (list: ConversationPages | undefined) => list?.pages.map(({ data }) => data.map(({ id }) => id))

test.each([
  ['mine', mine, true],
  ['mine', theirs, false],
  ['mine', {}, false],
  ['mine', { ...mine, status: 'closed' as const }, false],
  ['queue', {}, true],
  ['queue', mine, false],
  ['all', theirs, true],
  ['all', { status: 'closed' as const }, false],
  ['archived', { status: 'closed' as const }, true],
  ['archived', {}, false],
] as const)('box %s takes %j: %s', (box, more, fits) => {
  expect(belongs(box, conversation(1, 1, more), me)).toBe(fits)
})

test('a conversation that changed moves to its place, over the pages', () => {
  const list = pages([conversation(1, 9), conversation(2, 8)], [conversation(3, 7), conversation(4, 6)])
  expect(ids(withConversation(list, 4, conversation(4, 10)))).toEqual([
    [4, 1],
    [2, 3],
  ])
  expect(ids(withConversation(list, 5, conversation(5, 10)))).toEqual([
    [5, 1],
    [2, 3, 4],
  ])
  expect(ids(withConversation(list, 1, null))).toEqual([[2, 3], [4]])
})

test('an event moves a conversation from one list to another', () => {
  const client = new QueryClient()
  client.setQueryData(conversationsKey('queue', ''), pages([conversation(1, 1), conversation(2, 0)]))
  client.setQueryData(conversationsKey('mine', ''), pages([]))
  const event = {
    id: 1,
    type: 'conversation.changed',
    conversation_id: 1,
    conversation: conversation(1, 2, mine),
    message: null,
  } as StreamEvent
  applyEvent(client, event, me)
  expect(ids(client.getQueryData(conversationsKey('queue', '')))).toEqual([[2]])
  expect(ids(client.getQueryData(conversationsKey('mine', '')))).toEqual([[1]])
})

test('a conversation that one may no longer see leaves every list', () => {
  const client = new QueryClient()
  client.setQueryData(conversationsKey('mine', ''), pages([conversation(1, 1, mine)]))
  applyEvent(
    client,
    { type: 'conversation.changed', conversation_id: 1, conversation: null } as StreamEvent,
    me,
  )
  expect(ids(client.getQueryData(conversationsKey('mine', '')))).toEqual([[]])
})

test('a message of an event goes into a thread that is loaded, once', () => {
  const client = new QueryClient()
  const thread = (): MessagePages => ({
    pages: [{ data: [{ id: 2 } as Message], next_cursor: null }],
    pageParams: [null],
  })
  client.setQueryData(messagesKey(1), thread())
  const event = {
    type: 'message.received',
    conversation_id: 1,
    conversation: conversation(1, 1),
    message: { id: 3 },
  }
  applyEvent(client, event as StreamEvent, me)
  applyEvent(client, event as StreamEvent, me)
  expect(client.getQueryData<MessagePages>(messagesKey(1))?.pages[0]?.data.map(({ id }) => id)).toEqual([
    3, 2,
  ])
  const moved = withMessage(thread(), { id: 2, status: 'delivered' } as Message)
  expect(moved.pages[0]?.data).toEqual([{ id: 2, status: 'delivered' }])
})

test('the answer to a call does not undo what the stream has told meanwhile', () => {
  const client = new QueryClient()
  const key = messagesKey(1)
  const shown = () =>
    client.getQueryData<MessagePages>(key)?.pages[0]?.data.map(({ id, status }) => `${id} ${status}`)
  const message = (id: number, status: Message['status']) => ({ id, status }) as Message
  const failed = message(1, 'failed')
  client.setQueryData<MessagePages>(key, {
    pages: [{ data: [message(2, 'delivered'), failed], next_cursor: null }],
    pageParams: [null],
  })
  putAnswer(client, key, message(2, 'queued'))
  putAnswer(client, key, message(3, 'queued'))
  expect(shown()).toEqual(['3 queued', '2 delivered', '1 failed'])
  putAnswer(client, key, message(1, 'queued'), failed)
  expect(shown()).toEqual(['3 queued', '2 delivered', '1 queued'])
  putAnswer(client, key, message(1, 'sending'), failed)
  expect(shown()).toEqual(['3 queued', '2 delivered', '1 queued'])
})

const told = (status: Message['status']) =>
  ({
    type: 'message.status',
    conversation_id: 1,
    conversation: conversation(1, 1),
    message: { id: 3, status },
  }) as StreamEvent
const inThread = (client: QueryClient) =>
  client.getQueryData<MessagePages>(messagesKey(1))?.pages.flatMap(({ data }) => data)

function threadObserver(client: QueryClient) {
  const answers: ((status: Message['status']) => void)[] = []
  const observer = new InfiniteQueryObserver(client, {
    queryKey: messagesKey(1),
    initialPageParam: null,
    getNextPageParam: () => null,
    queryFn: () =>
      new Promise<MessagePages['pages'][number]>((resolve) => {
        answers.push((status) => resolve({ data: [{ id: 3, status } as Message], next_cursor: null }))
      }),
  })
  return { answers, end: observer.subscribe(() => undefined) }
}

test.each([false, true])(
  'a thread that was asked for before an event is asked for once more (loaded: %s)',
  async (loaded) => {
    const client = new QueryClient()
    const { answers, end } = threadObserver(client)
    if (loaded) {
      answers.shift()?.('queued')
      await expect.poll(() => inThread(client)).toEqual([{ id: 3, status: 'queued' }])
      void client.invalidateQueries({ queryKey: messagesKey(1) })
    }
    await expect.poll(() => answers).toHaveLength(1)
    applyEvent(client, told('sent'), me)
    applyEvent(client, told('delivered'), me)
    answers[0]?.('queued')
    await expect.poll(() => answers).toHaveLength(2)
    answers[1]?.('delivered')
    await expect.poll(() => inThread(client)).toEqual([{ id: 3, status: 'delivered' }])
    expect(answers).toHaveLength(2)
    end()
  },
)

test('what is on its way when the stream begins is fetched once more', async () => {
  const client = new QueryClient()
  const { answers, end } = threadObserver(client)
  refetchAll(client)
  answers[0]?.('queued')
  await expect.poll(() => answers).toHaveLength(2)
  refetchAll(client)
  await expect.poll(() => answers).toHaveLength(3)
  end()
})
