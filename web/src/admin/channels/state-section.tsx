import { Box, Button, Flex, Text } from '@chakra-ui/react'
import { useMutation } from '@tanstack/react-query'
import { RefreshCw } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { ApiChannel } from '../../../../src/contract/api/channels.ts'
import { api } from '../../api/client.ts'
import { useTimes } from '../../lib/times.ts'
import { useNow } from '../../lib/use-now.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { queryClient } from '../../query-client.ts'
import { useMay } from '../../session/me.ts'
import { toastProblem } from '../../ui/toaster.tsx'
import { durationText } from '../duration.ts'
import { useLocalText } from '../local-text.ts'
import { channelsQuery } from '../queries.ts'
import { Card } from '../ui/card.tsx'
import { Facts } from '../ui/facts.tsx'
import { Section } from '../ui/section.tsx'
import { Refused } from './channel-list.tsx'
import { shownState } from './channel-state.ts'
import { StateBadge } from './state-badge.tsx'

/** How the channel does: its state with the vendor in a sentence, what waits, and when something last went through. */
export function StateSection({ channel }: { channel: ApiChannel }) {
  const { t, i18n } = useTranslation()
  const times = useTimes()
  const now = useNow()
  const local = useLocalText()
  const mayManage = useMay('channels.manage')
  const check = useMutation({
    mutationFn: () => api(`/channels/${channel.id}/check`, { method: 'POST' }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: channelsQuery.queryKey }),
    onError: toastProblem,
  })
  const at = (time: string | null) => (time === null ? t('admin.never') : times.short(time, now))
  const { lane } = channel
  const oldest = lane.oldest_waiting_ms
  const mediaRate = lane.media_messages_per_second
  const checkButton = mayManage && channel.active && (
    <Button variant="outline" loading={check.isPending} onClick={() => check.mutate()}>
      <RefreshCw /> {t('admin.channel.check')}
    </Button>
  )
  return (
    <Section title={t('admin.channel.state')} actions={checkButton}>
      <Card>
        <Flex gap="3" align="flex-start" mb="5" role="status" wrap={{ base: 'wrap', md: 'nowrap' }}>
          <StateBadge channel={channel} />
          <Box minW="0" pt="0.5">
            <Text>{t(`admin.state_means.${shownState(channel)}`)}</Text>
            {channel.active && channel.checked_at && (
              <Text color="fg.muted" textStyle="xs" mt="1" wordBreak="break-word">
                {channel.status_detail && `${visibleText(channel.status_detail)} `}
                {t('admin.channel.checked', { time: times.full(channel.checked_at) })}
              </Text>
            )}
          </Box>
        </Flex>
        <Facts
          facts={[
            [t('admin.lane.waiting_now'), lane.waiting],
            [t('admin.lane.oldest_waits'), oldest === null ? '–' : durationText(oldest, i18n.language)],
            [t('admin.lane.rate_name'), t('admin.lane.rate', { rate: lane.messages_per_second })],
            ...(mediaRate === null
              ? []
              : [[t('admin.lane.media_rate_name'), t('admin.lane.rate', { rate: mediaRate })] as const]),
            [t('admin.channels.last_inbound'), at(channel.last_inbound_at)],
            [t('admin.channels.last_outbound'), at(channel.last_outbound_at)],
            [
              t('nav.quarantine'),
              channel.quarantined === 0 ? 0 : <Refused key="refused" channel={channel} />,
            ],
          ]}
        />
        {channel.facts.length > 0 && (
          <Box mt="5" pt="5" borderTopWidth="1px">
            <Facts
              wide
              facts={channel.facts.map(({ label, value, warning }) => [
                local(label),
                <Text
                  as="span"
                  key={label.en}
                  color={warning ? 'fg.warning' : undefined}
                  wordBreak="break-word"
                >
                  {visibleText(local(value))}
                </Text>,
              ])}
            />
          </Box>
        )}
        {channel.quarantine_dropped > 0 && (
          <Text color="fg.warning" mt="4">
            {t('admin.channel.dropped', { count: channel.quarantine_dropped })}
          </Text>
        )}
      </Card>
    </Section>
  )
}
