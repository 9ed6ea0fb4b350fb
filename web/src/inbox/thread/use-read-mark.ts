import { useEffect } from 'react'
import type { Conversation } from '../../../../src/contract/api/conversations.ts'
import { api } from '../../api/client.ts'
import { patchConversationLists } from '../../live/conversation-lists.ts'
import { queryClient } from '../../query-client.ts'
import { useMe } from '../../session/me.ts'
import { conversationKey } from '../queries.ts'
import { useAttention } from './use-attention.ts'

/** Marks the conversation read while the person is at the window and its end is in view. */
export function useReadMark(conversation: Conversation, atBottom: boolean): void {
  const attention = useAttention()
  const { extension } = useMe()
  const due = attention && atBottom && conversation.unread > 0
  const { id } = conversation
  useEffect(() => {
    if (!due) return
    // A mark that did not reach the gateway is made again with the next message or visit: nobody need hear of it.
    api(`/conversations/${id}/read`, { method: 'POST' }).then(
      () => {
        const now = queryClient.getQueryData<Conversation>(conversationKey(id))
        if (!now) return
        const read = { ...now, unread: 0 }
        queryClient.setQueryData(conversationKey(id), read)
        patchConversationLists(queryClient, id, read, extension.id)
      },
      () => {},
    )
  }, [due, id, extension.id])
}
