import { Flex, Text } from '@chakra-ui/react'
import { Hourglass, Timer } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Conversation } from '../../../../src/contract/api/conversations.ts'
import { useNow } from '../../lib/use-now.ts'
import { endsSoon, timeLeft } from './time-left.ts'

/** How long one may still answer; nothing for channels on which one always may. */
export function WindowNote({ window }: { window: Conversation['window'] }) {
  const { t } = useTranslation()
  const nowMs = useNow()
  if (!window?.closes_at) return null
  const extended = window.state === 'extended'
  const warn = extended || endsSoon(window.closes_at, nowMs)
  const time = timeLeft(window.closes_at, nowMs, t)
  const Icon = extended ? Hourglass : Timer
  return (
    <Flex align="center" gap="1.5" px="3" pt="2" textStyle="xs" color={warn ? 'fg.warning' : 'fg.muted'}>
      <Icon size={13} aria-hidden style={{ flexShrink: 0 }} />
      <Text _firstLetter={{ textTransform: 'uppercase' }}>
        {t(extended ? 'window.extended' : 'window.open', { time })}
      </Text>
    </Flex>
  )
}
