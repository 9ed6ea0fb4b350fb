import { Button, Link as ChakraLink, Skeleton, Text } from '@chakra-ui/react'
import { useQuery } from '@tanstack/react-query'
import { Plus, Users } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { visibleText } from '../../lib/visible-text.ts'
import { Empty } from '../../ui/empty.tsx'
import { LoadError } from '../../ui/load-error.tsx'
import { Page } from '../../ui/page.tsx'
import { extensionsQuery, queuesQuery } from '../queries.ts'
import { useNames } from '../senders/use-names.ts'
import { DataTable } from '../ui/data-table.tsx'

/** All queues, with how conversations are picked up and who shares them. */
export function QueueList() {
  const { t } = useTranslation()
  const queues = useQuery(queuesQuery)
  const people = useQuery(extensionsQuery)
  const names = useNames(people.data)
  const add = (
    <Button asChild>
      <Link href="/queues/new">
        <Plus /> {t('admin.queues.add')}
      </Link>
    </Button>
  )
  return (
    <Page title={t('nav.queues')} summary={t('admin.queues.summary')} actions={add}>
      {queues.isError ? (
        <LoadError error={queues.error} retry={queues.refetch} />
      ) : !queues.data ? (
        <Skeleton h="24" />
      ) : queues.data.length === 0 ? (
        <Empty icon={Users} title={t('admin.queues.none')} text={t('admin.queues.none_text')}>
          {add}
        </Empty>
      ) : (
        <DataTable
          caption={t('nav.queues')}
          rows={queues.data}
          rowKey={({ id }) => id}
          columns={[
            {
              label: t('admin.name'),
              cell: (queue) => (
                <ChakraLink asChild fontWeight="semibold">
                  <Link href={`/queues/${queue.id}`}>{visibleText(queue.name)}</Link>
                </ChakraLink>
              ),
            },
            {
              label: t('admin.queues.pickup'),
              cell: (queue) => <Text whiteSpace="nowrap">{t(`admin.pickup.${queue.pickup_mode}`)}</Text>,
            },
            {
              label: t('admin.queues.members'),
              cell: (queue) => (
                <Text maxW="24rem" color={queue.members.length > 0 ? undefined : 'fg.warning'} lineClamp="2">
                  {queue.members.length > 0 ? names(queue.members) : t('admin.queues.nobody')}
                </Text>
              ),
            },
          ]}
        />
      )}
    </Page>
  )
}
