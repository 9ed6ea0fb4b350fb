import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { Conversation } from '../../../../src/contract/api/conversations.ts'
import { conversationKey } from '../queries.ts'

/** The gateway's clock decides; it is asked this long after the moment by ours. */
const graceMs = 500
/** Browsers count no further than 2^31 milliseconds. */
const longestMs = 2 ** 31 - 1

/** How the conversation's window stands. When it closes, the gateway is asked what holds from then on. */
export function useWindow({ id, window }: Conversation): Conversation['window'] {
  const client = useQueryClient()
  const closesAt = window?.closes_at ?? null
  useEffect(() => {
    if (closesAt === null) return
    const waitMs = Math.max(0, Date.parse(closesAt) - Date.now()) + graceMs
    const timer = setTimeout(
      () => client.invalidateQueries({ queryKey: conversationKey(id) }),
      Math.min(waitMs, longestMs),
    )
    return () => clearTimeout(timer)
  }, [client, id, closesAt])
  return window
}
