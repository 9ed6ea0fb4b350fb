import { Flex, Text } from '@chakra-ui/react'
import { Hourglass, Timer, TimerOff } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Conversation } from '../../../../src/contract/api/conversations.ts'
import { useNow } from '../../lib/use-now.ts'
import { endsSoon, timeLeft } from './time-left.ts'

/** The time left to answer, small, for the list. Past its end it says so once the gateway does. */
export function WindowChip({ window }: { window: Conversation['window'] }) {
  const { t } = useTranslation()
  const nowMs = useNow()
  if (window?.state === 'over') {
    const words = t(window.afterwards === 'template' ? 'window.over_template_short' : 'window.over_short')
    return (
      <Flex flexShrink={0} color="fg.subtle" title={words}>
        <TimerOff size={12} role="img" aria-label={words} />
      </Flex>
    )
  }
  if (!window?.closes_at || Date.parse(window.closes_at) <= nowMs) return null
  const extended = window.state === 'extended'
  const time = timeLeft(window.closes_at, nowMs, t)
  const words = t(extended ? 'window.extended' : 'window.open', { time })
  const Icon = extended ? Hourglass : Timer
  return (
    <Flex
      align="center"
      gap="1"
      flexShrink={0}
      textStyle="2xs"
      color={extended || endsSoon(window.closes_at, nowMs) ? 'fg.warning' : 'fg.muted'}
      title={words}
    >
      <Icon size={11} aria-hidden />
      <Text as="span" aria-hidden>
        {time}
      </Text>
      <Text as="span" srOnly>
        {words}
      </Text>
    </Flex>
  )
}
