import { useEffect, useState } from 'react'
import type { Message } from '../../../../src/contract/api/conversations.ts'
import { firstUnread } from './group.ts'
import { useAttention } from './use-attention.ts'

/**
 * The message before which "new" stands: the first that was unread when the thread was opened, or that came while the
 * person was away. It stays while they read, and goes when they leave the window or answer.
 */
export function useNewFrom(messages: readonly Message[], unread: number): number | null {
  const attention = useAttention()
  const [newFrom, setNewFrom] = useState<number | null>(null)
  const [opened, setOpened] = useState(false)
  const answered = messages.at(-1)?.direction === 'out'
  useEffect(() => {
    if (messages.length === 0) return
    if (!opened || (!attention && newFrom === null)) setNewFrom(firstUnread(messages, unread))
    setOpened(true)
  }, [messages, unread, attention, opened, newFrom])
  useEffect(() => {
    if (!attention || answered) setNewFrom(null)
  }, [attention, answered])
  return newFrom
}
