import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'

/** This near to the end counts as the end. */
const nearPx = 48
/** This near to the start, older messages are asked for. */
const topPx = 400

interface Watched {
  /** Id of the oldest message shown: a change means that older ones were put before it. */
  firstId: number | null
  /** Names the newest message: a change means that one was added. */
  lastKey: string
  /** One's own new message is always scrolled to. */
  lastIsOwn: boolean
  onTop: () => void
}

/**
 * Scrolling of a thread: stays at the end while one is there (also when pictures grow), keeps what one reads in place
 * when older messages come in above, and tells when one is away from the end.
 */
export function useThreadScroll({ firstId, lastKey, lastIsOwn, onTop }: Watched) {
  const scroller = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const before = useRef({ firstId, lastKey, heightPx: 0 })
  const stick = useRef(true)
  const [atBottom, setAtBottom] = useState(true)

  const jump = useCallback(() => {
    const box = scroller.current
    if (box) box.scrollTop = box.scrollHeight
  }, [])

  useLayoutEffect(() => {
    const box = scroller.current
    if (!box) return
    const { firstId: oldFirst, lastKey: oldLast, heightPx } = before.current
    const prepended = oldFirst !== null && firstId !== null && firstId < oldFirst
    if (prepended) box.scrollTop += box.scrollHeight - heightPx
    else if (stick.current || (lastKey !== oldLast && lastIsOwn)) jump()
    before.current = { firstId, lastKey, heightPx: box.scrollHeight }
  }, [firstId, lastKey, lastIsOwn, jump])

  useEffect(() => {
    if (!scroller.current || !content.current) return
    const observer = new ResizeObserver(() => {
      if (stick.current) jump()
      before.current.heightPx = scroller.current?.scrollHeight ?? 0
    })
    observer.observe(scroller.current)
    observer.observe(content.current)
    return () => observer.disconnect()
  }, [jump])

  const onScroll = () => {
    const box = scroller.current
    if (!box) return
    stick.current = box.scrollHeight - box.scrollTop - box.clientHeight < nearPx
    setAtBottom(stick.current)
    if (box.scrollTop < topPx) onTop()
  }
  const toBottom = () => {
    stick.current = true
    jump()
    setAtBottom(true)
  }
  return { scroller, content, atBottom, onScroll, toBottom }
}
