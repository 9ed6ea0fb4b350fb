import { Box, Link as ChakraLink, Flex, Skeleton, Text } from '@chakra-ui/react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { ShieldCheck } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation, useSearch } from 'wouter'
import type { Quarantined } from '../../../../src/contract/api/channels.ts'
import { bytesText } from '../../lib/bytes.ts'
import { useTimes } from '../../lib/times.ts'
import { useNow } from '../../lib/use-now.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { Empty } from '../../ui/empty.tsx'
import { LoadError } from '../../ui/load-error.tsx'
import { Page } from '../../ui/page.tsx'
import { channelsQuery, quarantineQuery } from '../queries.ts'
import { DataTable } from '../ui/data-table.tsx'
import { MoreButton } from '../ui/more-button.tsx'
import { Select } from '../ui/select.tsx'
import { useReason } from './reasons.ts'

const states = ['quarantined', 'released', 'discarded'] as const
type State = (typeof states)[number]

/** Webhooks that were refused and kept. The filters stand in the address, so that a link can lead to them. */
export function QuarantineList() {
  const { t } = useTranslation()
  const [, navigate] = useLocation()
  const search = new URLSearchParams(useSearch())
  const state = states.find((one) => one === search.get('state')) ?? 'quarantined'
  const channel = search.get('channel') ?? ''
  const list = useInfiniteQuery(quarantineQuery({ state, channelId: Number(channel) || null }))
  const channels = useQuery(channelsQuery)
  const show = (filter: { state: State; channel: string }) => {
    const query = new URLSearchParams({ state: filter.state })
    if (filter.channel !== '') query.set('channel', filter.channel)
    navigate(`/quarantine?${query}`, { replace: true })
  }
  const rows = list.data?.pages.flatMap(({ data }) => data)
  return (
    <Page
      title={t('nav.quarantine')}
      summary={t('admin.quarantine.summary')}
      actions={
        <Flex gap="2" wrap="wrap">
          <Select
            w="10rem"
            label={t('admin.quarantine.state')}
            value={state}
            onValue={(value) => show({ state: value, channel })}
            options={states.map((one) => [one, t(`admin.quarantine.${one}`)] as const)}
          />
          <Select
            w="12rem"
            label={t('admin.channels.channel')}
            value={channel}
            onValue={(value) => show({ state, channel: value })}
            options={[
              ['', t('admin.quarantine.all_channels')] as const,
              ...(channels.data ?? []).map(({ id, name }) => [String(id), visibleText(name)] as const),
            ]}
          />
        </Flex>
      }
    >
      {list.isError ? (
        <LoadError error={list.error} retry={list.refetch} />
      ) : !rows ? (
        <Skeleton h="32" />
      ) : rows.length === 0 ? (
        <Empty
          icon={ShieldCheck}
          title={t(`admin.quarantine.none_${state}`)}
          text={t('admin.quarantine.none_text')}
        />
      ) : (
        <>
          <Rows rows={rows} />
          <MoreButton {...list} />
        </>
      )}
    </Page>
  )
}

function Rows({ rows }: { rows: readonly Quarantined[] }) {
  const { t } = useTranslation()
  const times = useTimes()
  const now = useNow()
  const reason = useReason()
  return (
    <DataTable
      caption={t('nav.quarantine')}
      rows={rows}
      rowKey={({ id }) => id}
      columns={[
        {
          label: t('admin.quarantine.reason'),
          cell: (row) => (
            <Box minW="10rem">
              <ChakraLink asChild fontWeight="semibold">
                <Link href={`/quarantine/${row.id}`}>{reason(row.code)}</Link>
              </ChakraLink>
              <Text color="fg.muted" textStyle="xs" lineClamp="1" wordBreak="break-all">
                {visibleText(row.body_preview) || t('admin.quarantine.empty_body')}
              </Text>
            </Box>
          ),
        },
        { label: t('admin.channels.channel'), wideOnly: true, cell: (row) => visibleText(row.channel_name) },
        {
          label: t('admin.quarantine.size'),
          wideOnly: true,
          align: 'end',
          cell: (row) => bytesText(row.bytes),
        },
        {
          label: t('admin.quarantine.received'),
          align: 'end',
          cell: (row) => (
            <Text asChild whiteSpace="nowrap">
              <time dateTime={row.received_at} title={times.full(row.received_at)}>
                {times.short(row.received_at, now)}
              </time>
            </Text>
          ),
        },
      ]}
    />
  )
}
