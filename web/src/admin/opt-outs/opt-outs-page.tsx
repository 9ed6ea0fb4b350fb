import { Box, Skeleton, Text } from '@chakra-ui/react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { BellOff } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OptOut } from '../../../../src/contract/api/consent.ts'
import { useConsentSource } from '../../inbox/consent/use-consent-source.ts'
import { SearchField } from '../../inbox/list/search-field.tsx'
import { contactTitle } from '../../inbox/names.ts'
import { useTimes } from '../../lib/times.ts'
import { useNow } from '../../lib/use-now.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { Empty } from '../../ui/empty.tsx'
import { LoadError } from '../../ui/load-error.tsx'
import { Page } from '../../ui/page.tsx'
import { optOutsQuery } from '../queries.ts'
import { DataTable } from '../ui/data-table.tsx'
import { MoreButton } from '../ui/more-button.tsx'

/** Everybody who wants no messages from one of our numbers, as things stand. */
export function OptOutsPage() {
  const { t } = useTranslation()
  const [search, setSearch] = useState('')
  const list = useInfiniteQuery(optOutsQuery(useDeferredValue(search.trim())))
  const rows = list.data?.pages.flatMap(({ data }) => data)
  return (
    <Page
      title={t('nav.opt_outs')}
      summary={t('admin.opt_outs.summary')}
      actions={
        <Box w="16rem">
          <SearchField value={search} onValue={setSearch} />
        </Box>
      }
    >
      {list.isError ? (
        <LoadError error={list.error} retry={list.refetch} />
      ) : !rows ? (
        <Skeleton h="32" />
      ) : rows.length === 0 ? (
        <Empty icon={BellOff} title={t('admin.opt_outs.none')} text={t('admin.opt_outs.none_text')} />
      ) : (
        <>
          <Rows rows={rows} />
          <MoreButton {...list} />
        </>
      )}
    </Page>
  )
}

function Rows({ rows }: { rows: readonly OptOut[] }) {
  const { t } = useTranslation()
  const times = useTimes()
  const now = useNow()
  const source = useConsentSource()
  return (
    <DataTable
      caption={t('nav.opt_outs')}
      rows={rows}
      rowKey={({ id }) => id}
      columns={[
        {
          label: t('admin.opt_outs.contact'),
          cell: (row) => (
            <Box minW="8rem">
              <Text fontWeight="semibold">{contactTitle(row)}</Text>
              {row.contact.name && (
                <Text color="fg.muted" textStyle="xs">
                  {visibleText(row.contact.address)}
                </Text>
              )}
            </Box>
          ),
        },
        {
          label: t('details.sender.tel'),
          cell: (row) => (
            <Box>
              <Text>{visibleText(row.sender.address)}</Text>
              <Text color="fg.muted" textStyle="xs">
                {visibleText(row.sender.channel_name)}
              </Text>
            </Box>
          ),
        },
        {
          label: t('consent.words'),
          wideOnly: true,
          cell: (row) => (
            <Text lineClamp="2" overflowWrap="anywhere">
              {visibleText(row.words)}
            </Text>
          ),
        },
        { label: t('admin.opt_outs.source'), wideOnly: true, cell: source },
        {
          label: t('admin.opt_outs.since'),
          align: 'end',
          cell: (row) => (
            <Text asChild whiteSpace="nowrap">
              <time dateTime={row.at} title={times.full(row.at)}>
                {times.short(row.at, now)}
              </time>
            </Text>
          ),
        },
      ]}
    />
  )
}
