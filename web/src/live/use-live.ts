import i18n from 'i18next'
import { useEffect, useState } from 'react'
import type { StreamEvent } from '../../../src/contract/api/events.ts'
import { apiUrl } from '../api/client.ts'
import { visibleText } from '../lib/visible-text.ts'
import { queryClient } from '../query-client.ts'
import { meQuery, useMe } from '../session/me.ts'
import { refetchAll } from './again-after-fetch.ts'
import { announce } from './announcer.tsx'
import { applyEvent } from './apply-event.ts'
import { Stream, type StreamState } from './stream.ts'

let stream: Stream | undefined

/** The last event this page knows of: goes with a reply, so that one to an older state of the thread is refused. */
export const lastSeenEvent = (): number | null => stream?.cursor ?? null

/** Only one's own conversations are read out: a busy queue would never be silent. */
function announceArrival({ type, message, conversation }: StreamEvent, me: number): void {
  const own = conversation?.owner?.type === 'extension' && conversation.owner.id === me
  if (type !== 'message.received' || !message || !own || conversation.held_by) return
  const name = visibleText(message.author.name)
  announce(i18n.t('thread.arrived', { name, text: visibleText(message.text ?? i18n.t('message.file')) }))
}

/** Keeps everything that was fetched up to date while the app is open; answers the connection's state. */
export function useLive(): StreamState {
  const [state, setState] = useState<StreamState>('connecting')
  const { extension } = useMe()
  const { id: me } = extension
  useEffect(() => {
    const live = new Stream((after) => new WebSocket(apiUrl('/stream', { after })), {
      onEvent: (event) => {
        applyEvent(queryClient, event, me)
        announceArrival(event, me)
      },
      onRefetch: () => refetchAll(queryClient),
      onState: setState,
      onDoubt: () => void queryClient.refetchQueries({ queryKey: meQuery.queryKey }),
    })
    const online = () => live.hurry()
    const offline = () => live.restart()
    const visible = () => document.visibilityState === 'visible' && live.hurry()
    stream = live
    live.start()
    addEventListener('online', online)
    addEventListener('offline', offline)
    document.addEventListener('visibilitychange', visible)
    return () => {
      removeEventListener('online', online)
      removeEventListener('offline', offline)
      document.removeEventListener('visibilitychange', visible)
      stream = undefined
      live.stop()
    }
  }, [me])
  return state
}
