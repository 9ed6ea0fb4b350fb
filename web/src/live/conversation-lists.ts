import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import type { Conversation } from '../../../src/contract/api/conversations.ts'
import type { Page } from '../api/client.ts'
import { type Box, conversationsKey } from '../inbox/queries.ts'

export type ConversationPages = InfiniteData<Page<Conversation>, string | null>

/** Whether a conversation that this person may see stands in a box. */
export function belongs(box: Box, conversation: Conversation, me: number): boolean {
  const open = conversation.status === 'open'
  switch (box) {
    case 'mine':
      return open && conversation.owner?.type === 'extension' && conversation.owner.id === me
    case 'queue':
      return open && conversation.owner === null
    case 'all':
      return open
    case 'archived':
      return !open
  }
}

/** The list without the conversation, or with it as it is now, in order of activity. */
export function withConversation(
  pages: ConversationPages,
  id: number,
  now: Conversation | null,
): ConversationPages {
  const sizes = pages.pages.map(({ data }) => data.length)
  const others = pages.pages.flatMap(({ data }) => data).filter((other) => other.id !== id)
  const all = now ? [...others, now].sort(byActivity) : others
  let from = 0
  return {
    ...pages,
    pages: pages.pages.map((page, index) => {
      const last = index === pages.pages.length - 1
      const to = last ? all.length : from + sizes[index]!
      const data = all.slice(from, to)
      from = to
      return { ...page, data }
    }),
  }
}

const byActivity = (a: Conversation, b: Conversation) =>
  b.last_activity_at.localeCompare(a.last_activity_at) || b.id - a.id

/** Puts a changed conversation where it now belongs in every list that is loaded. */
export function patchConversationLists(
  client: QueryClient,
  id: number,
  now: Conversation | null,
  me: number,
): void {
  for (const query of client.getQueryCache().findAll({ queryKey: conversationsKey() })) {
    const pages = query.state.data as ConversationPages | undefined
    if (!pages) continue
    const [, box, search] = query.queryKey as [string, Box, string]
    const listed = pages.pages.some(({ data }) => data.some((other) => other.id === id))
    const fits = now !== null && belongs(box, now, me)
    if (!fits) {
      if (listed) client.setQueryData(query.queryKey, withConversation(pages, id, null))
    } else if (listed || search === '') {
      client.setQueryData(query.queryKey, withConversation(pages, id, now))
    } else {
      void client.invalidateQueries({ queryKey: query.queryKey, exact: true })
    }
  }
}
