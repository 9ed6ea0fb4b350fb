import { useSyncExternalStore } from 'react'
import type { Message, NewMessage } from '../../../../src/contract/api/conversations.ts'
import { api } from '../../api/client.ts'
import { newRef } from '../../lib/new-ref.ts'
import { putAnswer } from '../../live/messages-cache.ts'
import { queryClient } from '../../query-client.ts'
import { messagesKey } from '../queries.ts'
import { Outbox, type Pending } from './outbox-store.ts'

let storageKey: string | null = null

const store = new Outbox({
  post: ({ clientRef, conversationId, text, media, template, location, replyTo, seenEventId }) => {
    const body: NewMessage = {
      client_ref: clientRef,
      ...(template ? { template } : text === '' ? {} : { text }),
      ...(location ? { location } : {}),
      ...(media.length === 0 ? {} : { media: media.map(({ id }) => id) }),
      ...(replyTo === undefined ? {} : { reply_to: replyTo }),
      ...(seenEventId === null ? {} : { seen_event_id: seenEventId }),
    }
    return api<Message>(`/conversations/${conversationId}/messages`, {
      method: 'POST',
      body,
      headers: { 'idempotency-key': clientRef },
    })
  },
  onSent: (message) => putAnswer(queryClient, messagesKey(message.conversation_id), message),
  newRef,
  save: (pending) => {
    if (storageKey === null) return
    if (pending.length === 0) sessionStorage.removeItem(storageKey)
    else sessionStorage.setItem(storageKey, JSON.stringify(pending))
  },
})

addEventListener('online', () => store.hurry())

function stored(key: string): Pending[] {
  try {
    const pending = JSON.parse(sessionStorage.getItem(key) ?? '[]') as Pending[]
    // An error does not survive being stored; the person decides about the text anew.
    return pending.filter((item) => item.state !== 'refused')
  } catch {
    return []
  }
}

export const outbox = {
  /** Shows and goes on sending what this person left in this window. */
  openFor(extensionId: number): void {
    const key = `trunkline.outbox.${extensionId}`
    if (key === storageKey) return
    storageKey = key
    store.restore(stored(key))
  },
  send: store.send.bind(store),
  retry: store.retry.bind(store),
  discard: store.discard.bind(store),
}

export const usePending = (conversationId: number): readonly Pending[] =>
  useSyncExternalStore(store.subscribe, () => store.of(conversationId))
