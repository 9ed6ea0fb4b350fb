import { Badge, Box } from '@chakra-ui/react'
import { useTranslation } from 'react-i18next'
import type { ApiChannel } from '../../../../src/contract/api/channels.ts'
import { Hint } from '../../ui/hint.tsx'
import { shownState, stateColors } from './channel-state.ts'

/** A channel's state in a word, with what it means on hover and focus. */
export function StateBadge({ channel }: { channel: Pick<ApiChannel, 'active' | 'status'> }) {
  const { t } = useTranslation()
  const state = shownState(channel)
  return (
    <Hint text={t(`admin.state_means.${state}`)}>
      <Badge colorPalette={stateColors[state]} size="md" tabIndex={0} cursor="default" whiteSpace="nowrap">
        <Box boxSize="1.5" rounded="full" bg="currentColor" aria-hidden />
        {t(`admin.state.${state}`)}
      </Badge>
    </Hint>
  )
}
