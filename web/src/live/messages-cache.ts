import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import type { Message } from '../../../src/contract/api/conversations.ts'
import type { Page } from '../api/client.ts'

export type MessagePages = InfiniteData<Page<Message>, string | null>

/** The pages with the message in its place: over its older self, or before the newest. Pages run from new to old. */
export function withMessage(pages: MessagePages, message: Message): MessagePages {
  const known = pages.pages.some(({ data }) => data.some(({ id }) => id === message.id))
  const [first, ...rest] = pages.pages
  if (!first) return pages
  if (known) {
    const swap = (page: Page<Message>) => ({
      ...page,
      data: page.data.map((other) => (other.id === message.id ? message : other)),
    })
    return { ...pages, pages: pages.pages.map(swap) }
  }
  const data = [message, ...first.data].sort((a, b) => b.id - a.id)
  return { ...pages, pages: [{ ...first, data }, ...rest] }
}

/** Puts a new or changed message into a thread that is loaded; one that is not loaded will be fetched whole. */
export function putMessage(client: QueryClient, key: readonly unknown[], message: Message): void {
  client.setQueryData<MessagePages>(key, (pages) => pages && withMessage(pages, message))
}

/**
 * Puts what a call answered into its thread: a message that is new there, or over `former`, as it was before the call. The
 * stream may have told more by then, which stays.
 */
export function putAnswer(
  client: QueryClient,
  key: readonly unknown[],
  message: Message,
  former?: Message,
): void {
  client.setQueryData<MessagePages>(key, (pages) => {
    const known = pages?.pages.flatMap(({ data }) => data).find(({ id }) => id === message.id)
    return pages && (known === undefined || known === former) ? withMessage(pages, message) : pages
  })
}
