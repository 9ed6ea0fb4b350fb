import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { ConfirmDialog } from './confirm-dialog.tsx'

/** Where somebody wanted to go: a new address, or an entry of the history. */
type Way = { readonly to: string } | { readonly key: string }

/**
 * Keeps a form from being left by mistake while it has unsaved changes. `dialog` goes into the page; `leave` goes on
 * without asking, for when the changes were saved.
 */
export function useLeaveGuard(dirty: boolean) {
  const { t } = useTranslation()
  const [, navigate] = useLocation()
  const [way, setWay] = useState<Way>()
  const open = useRef(false)

  useEffect(() => {
    if (!dirty) return
    const hold = (event: NavigateEvent) => {
      const { url, sameDocument, key } = event.destination
      if (open.current || !sameDocument || !event.cancelable || event.hashChange) return
      event.preventDefault()
      setWay(event.navigationType === 'traverse' ? { key } : { to: new URL(url).pathname })
    }
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    // Browsers without the Navigation API still warn before the tab is closed.
    window.navigation?.addEventListener('navigate', hold)
    addEventListener('beforeunload', warn)
    return () => {
      window.navigation?.removeEventListener('navigate', hold)
      removeEventListener('beforeunload', warn)
    }
  }, [dirty])

  const leave = (to: string) => {
    open.current = true
    navigate(to)
  }
  const goOn = () => {
    if (!way) return
    if ('to' in way) return leave(way.to)
    open.current = true
    window.navigation.traverseTo(way.key)
  }
  const dialog = (
    <ConfirmDialog
      open={way !== undefined}
      onClose={() => setWay(undefined)}
      title={t('admin.unsaved.title')}
      text={t('admin.unsaved.text')}
      confirm={t('admin.unsaved.leave')}
      onConfirm={goOn}
    />
  )
  return { dialog, leave }
}
