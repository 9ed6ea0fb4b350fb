import { Text } from '@chakra-ui/react'
import { useTranslation } from 'react-i18next'
import type { ApiChannel } from '../../../../src/contract/api/channels.ts'
import { durationText } from '../duration.ts'

/** What waits to be sent, for how long, and how fast it may go. */
export function LaneNote({ lane }: { lane: ApiChannel['lane'] }) {
  const { t, i18n } = useTranslation()
  const oldest =
    lane.oldest_waiting_ms === null ? undefined : durationText(lane.oldest_waiting_ms, i18n.language)
  return (
    <>
      <Text>
        {lane.waiting === 0 ? t('admin.lane.empty') : t('admin.lane.waiting', { count: lane.waiting })}
        {lane.waiting > 0 && oldest && ` · ${t('admin.lane.oldest', { time: oldest })}`}
      </Text>
      <Text color="fg.muted" textStyle="xs">
        {t('admin.lane.rate', { rate: lane.messages_per_second })}
      </Text>
    </>
  )
}
