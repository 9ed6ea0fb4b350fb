import { useSyncExternalStore } from 'react'

function subscribe(listener: () => void): () => void {
  addEventListener('focus', listener)
  addEventListener('blur', listener)
  document.addEventListener('visibilitychange', listener)
  return () => {
    removeEventListener('focus', listener)
    removeEventListener('blur', listener)
    document.removeEventListener('visibilitychange', listener)
  }
}

const attentive = () => document.visibilityState === 'visible' && document.hasFocus()

/** Whether the person is at this window: it is in view and has the focus. */
export const useAttention = (): boolean => useSyncExternalStore(subscribe, attentive)
