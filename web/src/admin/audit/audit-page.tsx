import { Box, Flex, Heading, Skeleton, Text } from '@chakra-ui/react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { ScrollText } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AuditEntry, AuditObject } from '../../../../src/contract/api/people.ts'
import { useTimes } from '../../lib/times.ts'
import { Empty } from '../../ui/empty.tsx'
import { LoadError } from '../../ui/load-error.tsx'
import { Page } from '../../ui/page.tsx'
import { auditQuery } from '../queries.ts'
import { MoreButton } from '../ui/more-button.tsx'
import { Select } from '../ui/select.tsx'
import { byDay } from './by-day.ts'
import { useSentences } from './use-sentences.ts'

const objects: readonly (AuditObject | '')[] = [
  '',
  'channel',
  'sender',
  'quarantine',
  'extension',
  'queue',
  'sign_in',
]

/** Who did what, and when, the newest first. */
export function AuditPage() {
  const { t } = useTranslation()
  const [object, setObject] = useState<AuditObject | ''>('')
  const list = useInfiniteQuery(auditQuery(object))
  const rows = list.data?.pages.flatMap(({ data }) => data)
  return (
    <Page
      title={t('nav.audit')}
      summary={t('admin.audit.summary')}
      maxW="52rem"
      actions={
        <Select
          w="11rem"
          label={t('admin.audit.filter')}
          value={object}
          onValue={setObject}
          options={objects.map((one) => [one, t(`admin.audit.about.${one === '' ? 'all' : one}`)] as const)}
        />
      }
    >
      {list.isError ? (
        <LoadError error={list.error} retry={list.refetch} />
      ) : !rows ? (
        <Skeleton h="40" />
      ) : rows.length === 0 ? (
        <Empty icon={ScrollText} title={t('admin.audit.none')} />
      ) : (
        <>
          <Days rows={rows} />
          <MoreButton {...list} />
        </>
      )}
    </Page>
  )
}

function Days({ rows }: { rows: readonly AuditEntry[] }) {
  const times = useTimes()
  return byDay(rows).map(({ day, entries }) => (
    <Box as="section" key={day} mb="6">
      <Heading as="h2" textStyle="sm" fontWeight="semibold" color="fg.muted" mb="2">
        {times.day(entries[0]!.at)}
      </Heading>
      <Box borderWidth="1px" rounded="l3" bg="bg.panel">
        {entries.map((entry) => (
          <Entry key={entry.id} entry={entry} />
        ))}
      </Box>
    </Box>
  ))
}

function Entry({ entry }: { entry: AuditEntry }) {
  const times = useTimes()
  const { sentence, details } = useSentences()
  const more = details(entry)
  return (
    <Flex gap="4" px="4" py="2" borderBottomWidth="1px" _last={{ borderBottomWidth: 0 }}>
      <Text asChild color="fg.muted" fontVariantNumeric="tabular-nums" flexShrink={0}>
        <time dateTime={entry.at} title={times.full(entry.at)}>
          {times.clock(entry.at)}
        </time>
      </Text>
      <Box flex="1" minW="0" overflowWrap="anywhere">
        <Text>{sentence(entry)}</Text>
        {more && (
          <Text color="fg.muted" textStyle="xs">
            {more}
          </Text>
        )}
      </Box>
      <Text color="fg.muted" textStyle="xs" flexShrink={0} hideBelow="md">
        {entry.ip}
      </Text>
    </Flex>
  )
}
