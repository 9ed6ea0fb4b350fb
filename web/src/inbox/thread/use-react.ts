import { useMutation } from '@tanstack/react-query'
import { useCallback } from 'react'
import type { Message } from '../../../../src/contract/api/conversations.ts'
import { api } from '../../api/client.ts'
import { putAnswer } from '../../live/messages-cache.ts'
import { queryClient } from '../../query-client.ts'
import { toastProblem } from '../../ui/toaster.tsx'
import { messagesKey } from '../queries.ts'

/** Reacts to messages. The message itself changes when the gateway says so. */
export function useReact() {
  const { mutate } = useMutation({
    mutationFn: ({ id, emoji }: { id: number; emoji: string | null }) =>
      api<Message>(`/messages/${id}/reaction`, { method: 'POST', body: { emoji } }),
    onSuccess: (sent) => putAnswer(queryClient, messagesKey(sent.conversation_id), sent),
    onError: toastProblem,
  })
  return useCallback((id: number, emoji: string | null) => mutate({ id, emoji }), [mutate])
}
