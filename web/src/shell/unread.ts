import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { conversationsQuery } from '../inbox/queries.ts'
import { setUnreadInTitle } from '../lib/page-title.ts'

/** Unread messages in the person's own conversations, as far as the list is loaded. */
export function useUnreadCount(): number {
  const { data } = useInfiniteQuery(conversationsQuery('mine', ''))
  return (data?.pages ?? []).flatMap((page) => page.data).reduce((sum, { unread }) => sum + unread, 0)
}

/** Keeps that number in the window's title. */
export function useUnreadTitle(): void {
  const count = useUnreadCount()
  useEffect(() => {
    setUnreadInTitle(count)
    return () => setUnreadInTitle(0)
  }, [count])
}
