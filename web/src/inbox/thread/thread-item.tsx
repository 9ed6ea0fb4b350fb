import { Flex, Separator, Text } from '@chakra-ui/react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Conversation, TimelineEntry } from '../../../../src/contract/api/conversations.ts'
import { useTimes } from '../../lib/times.ts'
import { useNow } from '../../lib/use-now.ts'
import { Bubbles } from './bubbles.tsx'
import type { ThreadItem } from './group.ts'
import { timelineWords } from './timeline-words.ts'

/** One item of a thread: a group of messages, a separator, or what else happened. */
export function ThreadItemView({ item, contact }: { item: ThreadItem; contact: Conversation['contact'] }) {
  const { t } = useTranslation()
  const times = useTimes()
  const nowMs = useNow()
  switch (item.kind) {
    case 'group':
      return <Bubbles group={item} contact={contact} />
    case 'note':
      return <Note entry={item.entry} />
    case 'new':
      return (
        <Rule color="brand.fg" line="brand.emphasized">
          {t('thread.new')}
        </Rule>
      )
    case 'day':
      return (
        <Rule color="fg.subtle" line="border">
          {times.day(item.at, nowMs)}
        </Rule>
      )
  }
}

function Rule({ color, line, children }: { color: string; line: string; children: ReactNode }) {
  return (
    <Flex align="center" gap="3" px="5" pt="5" color={color}>
      <Separator flex="1" borderColor={line} />
      <Text textStyle="2xs" fontWeight="medium">
        {children}
      </Text>
      <Separator flex="1" borderColor={line} />
    </Flex>
  )
}

function Note({ entry }: { entry: TimelineEntry }) {
  const { t } = useTranslation()
  const times = useTimes()
  return (
    <Text textStyle="xs" color="fg.subtle" textAlign="center" px="5" pt="3" title={times.full(entry.at)}>
      {timelineWords(entry, t)} · {times.clock(entry.at)}
    </Text>
  )
}
