import type { QueryClient } from '@tanstack/react-query'
import type { StreamEvent } from '../../../src/contract/api/events.ts'
import { conversationKey, messagesKey, timelineKey } from '../inbox/queries.ts'
import { againAfterFetch } from './again-after-fetch.ts'
import { patchConversationLists } from './conversation-lists.ts'
import { putMessage } from './messages-cache.ts'
import { recountSoon } from './totals.ts'

/** Lists that one kind of event makes stale as a whole; they are short and seldom change. */
const stale: Readonly<Record<string, readonly string[]>> = {
  'channel.changed': ['channels', 'senders', 'templates'],
  'consent.changed': ['consent', 'opt-outs'],
  'quarantine.added': ['quarantine', 'channels'],
  'quarantine.changed': ['quarantine', 'channels'],
}

const changesTimeline = new Set([
  'conversation.opened',
  'conversation.changed',
  'conversation.closed',
  'consent.changed',
  'contact.changed',
])

const changesTotals = new Set([...changesTimeline, 'conversation.read', 'message.received'])

/** Brings every cache up to date with one event of the stream. `me` is the id of the signed-in extension. */
export function applyEvent(client: QueryClient, event: StreamEvent, me: number): void {
  if (event.type === 'rights.changed') {
    void client.invalidateQueries()
    return
  }
  for (const key of stale[event.type] ?? []) void client.invalidateQueries({ queryKey: [key] })
  if (event.conversation_id === null) return
  if (event.conversation) client.setQueryData(conversationKey(event.conversation_id), event.conversation)
  else void client.invalidateQueries({ queryKey: conversationKey(event.conversation_id) })
  patchConversationLists(client, event.conversation_id, event.conversation, me)
  if (changesTotals.has(event.type)) recountSoon(client)
  if (changesTimeline.has(event.type)) {
    void client.invalidateQueries({ queryKey: timelineKey(event.conversation_id) })
  }
  if (event.message) putMessage(client, messagesKey(event.conversation_id), event.message)
  againAfterFetch(client, conversationKey(event.conversation_id))
  againAfterFetch(client, messagesKey(event.conversation_id))
}
