import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { totalsQuery } from '../inbox/queries.ts'
import { setUnreadInTitle } from '../lib/page-title.ts'

/** Unread messages in the person's own conversations. */
export function useUnreadCount(): number {
  return useQuery(totalsQuery).data?.mine.unread ?? 0
}

/** Keeps that number in the window's title. */
export function useUnreadTitle(): void {
  const count = useUnreadCount()
  useEffect(() => {
    setUnreadInTitle(count)
    return () => setUnreadInTitle(0)
  }, [count])
}
