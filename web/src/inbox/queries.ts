import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { StartableSender } from '../../../src/contract/api/channels.ts'
import type { Consent } from '../../../src/contract/api/consent.ts'
import type {
  Conversation,
  ConversationTotals,
  Message,
  TimelineEntry,
} from '../../../src/contract/api/conversations.ts'
import { api, type Page } from '../api/client.ts'

export const boxes = ['mine', 'queue', 'all', 'archived'] as const
export type Box = (typeof boxes)[number]

export const conversationsKey = (...parts: readonly string[]) => ['conversations', ...parts] as const
export const conversationKey = (id: number) => ['conversation', id] as const
export const timelineKey = (conversationId: number) => ['timeline', conversationId] as const
export const messagesKey = (conversationId: number) => ['messages', conversationId] as const

export const consentKey = (conversationId: number) => ['consent', conversationId] as const

/** A box's conversations, latest activity first. Those of `archived` are closed, the others open. */
export const conversationsQuery = (box: Box, search: string) =>
  infiniteQueryOptions({
    queryKey: conversationsKey(box, search),
    initialPageParam: null as string | null,
    getNextPageParam: (page: Page<Conversation>) => page.next_cursor,
    queryFn: ({ pageParam, signal }) =>
      api<Page<Conversation>>('/conversations', {
        query: { box, status: box === 'archived' ? 'closed' : 'open', q: search, cursor: pageParam },
        signal,
      }),
  })

/** Open conversations and unread messages by box, all of them, not only those whose pages are loaded. */
export const totalsQuery = queryOptions({
  queryKey: ['totals'],
  queryFn: ({ signal }) => api<ConversationTotals>('/conversations/totals', { signal }),
})

export const conversationQuery = (id: number) =>
  queryOptions({
    queryKey: conversationKey(id),
    queryFn: ({ signal }) => api<Conversation>(`/conversations/${id}`, { signal }),
  })

/** What happened to a conversation besides its messages, oldest first. */
export const timelineQuery = (conversationId: number) =>
  queryOptions({
    queryKey: timelineKey(conversationId),
    queryFn: ({ signal }) =>
      api<Page<TimelineEntry>>(`/conversations/${conversationId}/timeline`, { signal }).then(
        ({ data }) => data,
      ),
  })

/** What was said about writing to the conversation's contact, the newest first. */
export const consentQuery = (conversationId: number) =>
  queryOptions({
    queryKey: consentKey(conversationId),
    queryFn: async ({ signal }) =>
      (await api<Page<Consent>>(`/conversations/${conversationId}/consent`, { signal })).data,
  })

/** A thread's messages, newest first; further pages are older. */
export const messagesQuery = (conversationId: number) =>
  infiniteQueryOptions({
    queryKey: messagesKey(conversationId),
    initialPageParam: null as string | null,
    getNextPageParam: (page: Page<Message>) => page.next_cursor,
    queryFn: ({ pageParam, signal }) =>
      api<Page<Message>>(`/conversations/${conversationId}/messages`, {
        query: { cursor: pageParam },
        signal,
      }),
  })

/** The senders from which the signed-in person may write first. */
export const startableSendersQuery = queryOptions({
  queryKey: ['senders', 'startable'],
  queryFn: ({ signal }) =>
    api<Page<StartableSender>>('/senders', { query: { startable: true }, signal }).then(({ data }) => data),
})
