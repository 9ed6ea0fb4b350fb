import { Badge, Box, Button, Link as ChakraLink, Flex, Skeleton, Text } from '@chakra-ui/react'
import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { Extension } from '../../../../src/contract/api/people.ts'
import { useTimes } from '../../lib/times.ts'
import { useNow } from '../../lib/use-now.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { LoadError } from '../../ui/load-error.tsx'
import { Page } from '../../ui/page.tsx'
import { PersonMark } from '../../ui/person-mark.tsx'
import { extensionsQuery } from '../queries.ts'
import { DataTable } from '../ui/data-table.tsx'

/** Everybody who has an account, those switched off too. */
export function ExtensionList() {
  const { t } = useTranslation()
  const people = useQuery(extensionsQuery)
  return (
    <Page
      title={t('nav.extensions')}
      summary={t('admin.extensions.summary')}
      actions={
        <Button asChild>
          <Link href="/extensions/new">
            <Plus /> {t('admin.extensions.add')}
          </Link>
        </Button>
      }
    >
      {people.isError ? (
        <LoadError error={people.error} retry={people.refetch} />
      ) : people.data ? (
        <People people={people.data} />
      ) : (
        <Skeleton h="32" />
      )}
    </Page>
  )
}

function People({ people }: { people: readonly Extension[] }) {
  const { t } = useTranslation()
  const times = useTimes()
  const now = useNow()
  return (
    <DataTable
      caption={t('nav.extensions')}
      rows={people}
      rowKey={({ id }) => id}
      columns={[
        {
          label: t('person.name'),
          cell: (person) => (
            <Flex gap="3" align="center">
              <PersonMark name={person.name} seed={`ext:${person.id}`} sizePx={30} />
              <Box minW="0">
                <ChakraLink asChild fontWeight="semibold">
                  <Link href={`/extensions/${person.id}`}>{visibleText(person.name)}</Link>
                </ChakraLink>
                <Text color="fg.muted" textStyle="xs" overflowWrap="anywhere">
                  {visibleText(person.email)}
                </Text>
              </Box>
            </Flex>
          ),
        },
        { label: t('admin.extensions.number'), cell: (person) => person.number },
        {
          label: t('admin.extensions.role'),
          cell: (person) => (
            <Flex gap="2" align="center" wrap="wrap">
              {t(`role.${person.role}`)}
              {!person.active && <Badge colorPalette="gray">{t('admin.off')}</Badge>}
            </Flex>
          ),
        },
        {
          label: t('admin.extensions.last_seen'),
          wideOnly: true,
          cell: ({ last_seen_at: at }) => (at === null ? t('admin.never') : times.short(at, now)),
        },
      ]}
    />
  )
}
