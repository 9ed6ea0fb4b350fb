import { Button, Skeleton } from '@chakra-ui/react'
import { useQuery } from '@tanstack/react-query'
import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Queue } from '../../../../src/contract/api/people.ts'
import { ApiProblem } from '../../api/problem.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { Page } from '../../ui/page.tsx'
import { extensionsQuery, queuesQuery } from '../queries.ts'
import { NotHere } from '../ui/not-here.tsx'
import { DeleteQueueDialog } from './delete-queue.tsx'
import { QueueForm } from './queue-form.tsx'

/** Adds a queue. */
export function NewQueuePage() {
  const { t } = useTranslation()
  return (
    <Page back={{ href: '/queues', label: t('nav.queues') }} title={t('admin.queues.add')}>
      <WithPeople queue={undefined} />
    </Page>
  )
}

/** One queue. */
export function QueuePage({ id }: { id: number }) {
  const { t } = useTranslation()
  const [deleting, setDeleting] = useState(false)
  const queues = useQuery(queuesQuery)
  const queue = queues.data?.find((one) => one.id === id)
  if (queues.isError) return <NotHere error={queues.error} retry={queues.refetch} />
  if (queues.data && !queue)
    return <NotHere error={new ApiProblem(404, { code: 'not_found' })} retry={queues.refetch} />
  return (
    <Page
      back={{ href: '/queues', label: t('nav.queues') }}
      title={queue ? visibleText(queue.name) : t('nav.queues')}
      actions={
        <Button variant="outline" onClick={() => setDeleting(true)}>
          <Trash2 /> {t('admin.delete')}
        </Button>
      }
    >
      {queue ? <WithPeople queue={queue} /> : <Skeleton h="40" />}
      {queue && deleting && <DeleteQueueDialog queue={queue} onClose={() => setDeleting(false)} />}
    </Page>
  )
}

function WithPeople({ queue }: { queue: Queue | undefined }) {
  const people = useQuery(extensionsQuery)
  if (people.isError) return <NotHere error={people.error} retry={people.refetch} />
  if (!people.data) return <Skeleton h="40" />
  return <QueueForm queue={queue} people={people.data} />
}
