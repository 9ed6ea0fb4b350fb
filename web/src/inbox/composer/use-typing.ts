import { useCallback, useRef } from 'react'
import { api } from '../../api/client.ts'

/** The sign lasts some 20 seconds at the contact; it is renewed a little before. */
const everyMs = 15_000

/** Lets the contact see that somebody types, where the vendor can. Best effort: a failure is nobody's concern. */
export function useTyping(conversationId: number, shown: boolean): () => void {
  const last = useRef(Number.NEGATIVE_INFINITY)
  return useCallback(() => {
    const now = performance.now()
    if (!shown || now - last.current < everyMs) return
    last.current = now
    void api(`/conversations/${conversationId}/typing`, { method: 'POST' }).catch(() => undefined)
  }, [conversationId, shown])
}
