import { useMutation } from '@tanstack/react-query'
import type { Destination } from '../../../../src/contract/api/common.ts'
import type { Conversation } from '../../../../src/contract/api/conversations.ts'
import { api } from '../../api/client.ts'
import { patchConversationLists } from '../../live/conversation-lists.ts'
import { queryClient } from '../../query-client.ts'
import { useMe } from '../../session/me.ts'
import { toastProblem } from '../../ui/toaster.tsx'
import { conversationKey } from '../queries.ts'

/** One change of a conversation; the answer, the conversation as it is now, goes into every list at once. */
function useAction<Body = void>(id: number, action: 'pick-up' | 'take-over' | 'transfer' | 'close') {
  const { extension } = useMe()
  return useMutation({
    mutationFn: (body: Body) =>
      api<Conversation | undefined>(`/conversations/${id}/${action}`, {
        method: 'POST',
        ...(body === undefined ? {} : { body }),
      }),
    onSuccess: async (now) => {
      if (!now) {
        await queryClient.invalidateQueries({ queryKey: conversationKey(id) })
        return
      }
      queryClient.setQueryData(conversationKey(id), now)
      patchConversationLists(queryClient, id, now, extension.id)
    },
    onError: toastProblem,
  })
}

export const usePickUp = (id: number) => useAction(id, 'pick-up')
export const useTakeOver = (id: number) => useAction(id, 'take-over')
export const useClose = (id: number) => useAction(id, 'close')
export const useTransfer = (id: number) => useAction<{ destination: Destination }>(id, 'transfer')
