import { Box, Button, Flex, Heading, Skeleton, Stack, Text } from '@chakra-ui/react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { PenSquare, SearchX } from 'lucide-react'
import { useDeferredValue, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '../../session/me.ts'
import { Empty } from '../../ui/empty.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { LoadError } from '../../ui/load-error.tsx'
import { type Box as BoxName, boxes, conversationsQuery, totalsQuery } from '../queries.ts'
import { useInboxRoute } from '../route.ts'
import { useShortcuts } from '../use-shortcuts.ts'
import { ConversationRows } from './conversation-rows.tsx'
import { EmptyBox } from './empty-box.tsx'
import { SearchField } from './search-field.tsx'

/** The left part of the inbox: which box, what to look for, and the conversations. */
export function ConversationList({ onStart }: { onStart: () => void }) {
  const { t } = useTranslation()
  const { box } = useInboxRoute()
  const [search, setSearch] = useState('')
  const field = useRef<HTMLInputElement>(null)
  useShortcuts({ '/': () => field.current?.focus() })
  return (
    <>
      <Flex align="center" px="4" pt="3" pb="2" gap="1">
        <Heading as="h1" size="md" fontWeight="semibold" flex="1">
          {t('nav.inbox')}
        </Heading>
        <IconButton label={t('inbox.start')} size="2xs" boxSize="7" onClick={onStart}>
          <PenSquare />
        </IconButton>
      </Flex>
      <Box px="3">
        <SearchField ref={field} value={search} onValue={setSearch} />
      </Box>
      <BoxTabs />
      <Results key={box} box={box} search={search} onStart={onStart} />
    </>
  )
}

function BoxTabs() {
  const { t } = useTranslation()
  const { box, show } = useInboxRoute()
  const seesAll = useMay('conversations.read_all')
  const waiting = useQuery(totalsQuery).data?.queue.open ?? 0
  return (
    <Flex as="nav" aria-label={t('inbox.boxes')} gap="0.5" px="3" pt="2" pb="1.5" borderBottomWidth="1px">
      {boxes
        .filter((name) => name !== 'all' || seesAll)
        .map((name) => (
          <Button
            key={name}
            variant="ghost"
            size="2xs"
            h="6.5"
            px="2.5"
            rounded="full"
            textStyle="sm"
            aria-current={name === box ? 'page' : undefined}
            color={name === box ? 'fg' : 'fg.muted'}
            bg={name === box ? 'bg.emphasized' : undefined}
            onClick={() => show(name)}
          >
            {t(`box.${name}`)}
            {name === 'queue' && waiting > 0 && (
              <Text as="span" color="fg.subtle" fontWeight="normal">
                {waiting > 999 ? '999+' : waiting}
              </Text>
            )}
          </Button>
        ))}
    </Flex>
  )
}

function Results({ box, search, onStart }: { box: BoxName; search: string; onStart: () => void }) {
  const { t } = useTranslation()
  const wanted = useDeferredValue(search.trim())
  const list = useInfiniteQuery({
    ...conversationsQuery(box, wanted),
    placeholderData: (before) => before,
  })
  if (list.isError && !list.data) return <LoadError error={list.error} retry={list.refetch} />
  if (!list.data) return <RowSkeletons />
  const conversations = list.data.pages.flatMap(({ data }) => data)
  if (conversations.length === 0 && wanted !== '') {
    return <Empty icon={SearchX} title={t('inbox.nothing_found')} text={t('inbox.nothing_found_text')} />
  }
  if (conversations.length === 0) return <EmptyBox box={box} onStart={onStart} />
  return (
    <ConversationRows
      conversations={conversations}
      hasMore={list.hasNextPage}
      onMore={() => !list.isFetchingNextPage && void list.fetchNextPage()}
    />
  )
}

function RowSkeletons() {
  const { t } = useTranslation()
  return (
    <Stack role="status" aria-label={t('common.loading')} gap="0" flex="1" overflow="hidden">
      {[0.9, 0.7, 0.8, 0.6, 0.85, 0.75].map((width) => (
        <Flex key={width} gap="3" px="4" py="3" align="center">
          <Skeleton boxSize="9" rounded="full" flexShrink={0} />
          <Stack gap="2" flex="1">
            <Skeleton h="3" w="40%" />
            <Skeleton h="3" style={{ width: `${width * 100}%` }} />
          </Stack>
        </Flex>
      ))}
    </Stack>
  )
}
