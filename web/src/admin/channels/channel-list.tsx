import { Box, Button, Link as ChakraLink, Flex, Skeleton, Text } from '@chakra-ui/react'
import { useQuery } from '@tanstack/react-query'
import { Plus, RadioTower } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { ApiChannel } from '../../../../src/contract/api/channels.ts'
import { useTimes } from '../../lib/times.ts'
import { useNow } from '../../lib/use-now.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { useMay } from '../../session/me.ts'
import { Empty } from '../../ui/empty.tsx'
import { LoadError } from '../../ui/load-error.tsx'
import { Page } from '../../ui/page.tsx'
import { channelsQuery, providersQuery } from '../queries.ts'
import { DataTable } from '../ui/data-table.tsx'
import { LaneNote } from './lane-note.tsx'
import { StateBadge } from './state-badge.tsx'

/** All channels with their state and what waits in them. */
export function ChannelList() {
  const { t } = useTranslation()
  const channels = useQuery(channelsQuery)
  const mayManage = useMay('channels.manage')
  const add = mayManage && (
    <Button asChild>
      <Link href="/channels/new">
        <Plus /> {t('admin.channels.add')}
      </Link>
    </Button>
  )
  return (
    <Page title={t('nav.channels')} summary={t('admin.channels.summary')} actions={add}>
      {channels.isError ? (
        <LoadError error={channels.error} retry={channels.refetch} />
      ) : !channels.data ? (
        <Skeleton h="32" />
      ) : channels.data.length === 0 ? (
        <Empty icon={RadioTower} title={t('admin.channels.none')} text={t('admin.channels.none_text')}>
          {add}
        </Empty>
      ) : (
        <Channels channels={channels.data} />
      )}
    </Page>
  )
}

function Channels({ channels }: { channels: readonly ApiChannel[] }) {
  const { t } = useTranslation()
  const times = useTimes()
  const now = useNow()
  const providers = useQuery(providersQuery)
  const providerName = (id: string) => providers.data?.find((provider) => provider.id === id)?.name ?? id
  const at = (time: string | null) => (time === null ? '–' : times.short(time, now))
  return (
    <DataTable
      caption={t('nav.channels')}
      rows={channels}
      rowKey={({ id }) => id}
      columns={[
        {
          label: t('admin.channels.channel'),
          cell: (channel) => (
            <Box minW="0">
              <ChakraLink asChild fontWeight="semibold">
                <Link href={`/channels/${channel.id}`}>{visibleText(channel.name)}</Link>
              </ChakraLink>
              <Text color="fg.muted" textStyle="xs">
                {providerName(channel.provider)} ·{' '}
                {t('admin.channels.senders', { count: channel.senders.length })}
              </Text>
            </Box>
          ),
        },
        {
          label: t('admin.channels.state'),
          cell: (channel) => (
            <Flex gap="2" align="center" wrap="wrap">
              <StateBadge channel={channel} />
              <Refused channel={channel} />
              {channel.notice && (
                <Text color="fg.warning" textStyle="xs">
                  {t('admin.notice.new')}
                </Text>
              )}
            </Flex>
          ),
        },
        {
          label: t('admin.channels.lane'),
          wideOnly: true,
          cell: (channel) => <LaneNote lane={channel.lane} />,
        },
        {
          label: t('admin.channels.last_inbound'),
          wideOnly: true,
          cell: (channel) => at(channel.last_inbound_at),
        },
        {
          label: t('admin.channels.last_outbound'),
          wideOnly: true,
          cell: (channel) => at(channel.last_outbound_at),
        },
      ]}
    />
  )
}

/** How many webhooks of the channel are in quarantine, leading there. */
export function Refused({ channel }: { channel: ApiChannel }) {
  const { t } = useTranslation()
  const mayLook = useMay('quarantine.manage')
  if (channel.quarantined === 0 || !mayLook) return null
  return (
    <ChakraLink asChild color="fg.warning" textStyle="xs" whiteSpace="nowrap">
      <Link href={`/quarantine?channel=${channel.id}`}>
        {t('admin.channels.refused', { count: channel.quarantined })}
      </Link>
    </ChakraLink>
  )
}
