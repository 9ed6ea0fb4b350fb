import { Box } from '@chakra-ui/react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Conversation } from '../../../../src/contract/api/conversations.ts'
import { useInboxRoute } from '../route.ts'
import { useShortcuts } from '../use-shortcuts.ts'
import { ConversationRow } from './conversation-row.tsx'

const rowPx = 64
/** So many rows before the end, the next page is asked for. */
const aheadRows = 8

interface Props {
  conversations: readonly Conversation[]
  hasMore: boolean
  onMore: () => void
}

/** The rows in view out of any number. j, k and the arrows move the focus; Enter opens, as on any link. */
export function ConversationRows({ conversations, hasMore, onMore }: Props) {
  const { t } = useTranslation()
  const { box, id } = useInboxRoute()
  const scroller = useRef<HTMLDivElement>(null)
  const [focusId, setFocusId] = useState<number | null>(null)
  const virtual = useVirtualizer({
    count: conversations.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    getItemKey: (index) => conversations[index]!.id,
    overscan: 6,
  })
  const rows = virtual.getVirtualItems()
  const lastShown = rows.at(-1)?.index ?? 0
  useEffect(() => {
    if (hasMore && lastShown >= conversations.length - aheadRows) onMore()
  }, [hasMore, lastShown, conversations.length, onMore])

  const move = (step: number) => {
    const from = conversations.findIndex((conversation) => conversation.id === (focusId ?? id))
    const to = Math.min(conversations.length - 1, Math.max(0, from === -1 ? 0 : from + step))
    virtual.scrollToIndex(to)
    setFocusId(conversations[to]!.id)
  }
  useEffect(() => {
    if (focusId === null) return
    scroller.current?.querySelector<HTMLElement>(`[data-conversation="${focusId}"]`)?.focus()
  }, [focusId])
  const arrow = (step: number) => () => {
    if (!scroller.current?.contains(document.activeElement)) return false
    move(step)
  }
  useShortcuts({ j: () => move(1), k: () => move(-1), ArrowDown: arrow(1), ArrowUp: arrow(-1) })

  return (
    <Box ref={scroller} flex="1" minH="0" overflowY="auto" role="list" aria-label={t('inbox.conversations')}>
      <Box position="relative" style={{ height: virtual.getTotalSize() }}>
        {rows.map((row) => {
          const conversation = conversations[row.index]!
          return (
            <Box
              key={row.key}
              role="listitem"
              aria-setsize={hasMore ? -1 : conversations.length}
              aria-posinset={row.index + 1}
              position="absolute"
              insetX="0"
              top="0"
              style={{ height: row.size, transform: `translateY(${row.start}px)` }}
            >
              <ConversationRow
                conversation={conversation}
                box={box}
                active={conversation.id === id}
                onFocus={() => setFocusId(conversation.id)}
                onBlur={() => setFocusId(null)}
              />
            </Box>
          )
        })}
      </Box>
    </Box>
  )
}
