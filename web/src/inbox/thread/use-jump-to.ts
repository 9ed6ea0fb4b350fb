import { type RefObject, useCallback, useEffect, useState } from 'react'

/** So long the message stands out after one came to it. */
const markedMs = 1_600

interface Loading {
  readonly hasMore: boolean
  readonly fetching: boolean
  readonly more: () => void
}

/** Scrolls this box alone; the browser's own call would move the page around it too. */
function toMiddle(box: HTMLElement | null, found: HTMLElement): void {
  if (!box) return
  const above = found.getBoundingClientRect().top - box.getBoundingClientRect().top
  box.scrollTop += above - (box.clientHeight - found.offsetHeight) / 2
}

/**
 * Scrolls to a message; older pages are loaded until it is there. The message stands out for a moment and has the focus,
 * so that a reader of the screen is there too.
 */
export function useJumpTo(scroller: RefObject<HTMLElement | null>, { hasMore, fetching, more }: Loading) {
  const [wanted, setWanted] = useState<number | null>(null)
  useEffect(() => {
    if (wanted === null) return
    const found = scroller.current?.querySelector<HTMLElement>(`[data-message="${wanted}"]`)
    if (found) {
      setWanted(null)
      toMiddle(scroller.current, found)
      found.focus({ preventScroll: true })
      found.dataset.marked = ''
      setTimeout(() => delete found.dataset.marked, markedMs)
    } else if (!hasMore) setWanted(null)
    else if (!fetching) more()
  }, [wanted, scroller, hasMore, fetching, more])
  return useCallback((messageId: number) => setWanted(messageId), [])
}
