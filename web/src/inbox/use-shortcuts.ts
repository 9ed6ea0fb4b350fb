import { useEffect, useRef } from 'react'

/** Key (as `KeyboardEvent.key`) → what it does. Answering false lets the browser do what it does otherwise. */
export type Shortcuts = Readonly<Record<string, (event: KeyboardEvent) => unknown>>

const writable = 'input, textarea, select, [contenteditable="true"]'

/** True where a key press belongs to what is focused or to an open dialog or menu. */
function isTaken(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing)
    return true
  if (document.querySelector('[role="dialog"][data-state="open"], [role="menu"][data-state="open"]'))
    return true
  return event.target instanceof Element && event.target.matches(writable)
}

/** Single keys that work anywhere on the page but in fields, dialogs and menus. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const latest = useRef(shortcuts)
  useEffect(() => {
    latest.current = shortcuts
  })
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (isTaken(event)) return
      const run = latest.current[event.key]
      if (run && run(event) !== false) event.preventDefault()
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [])
}
