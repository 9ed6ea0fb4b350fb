import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import type { Queue } from '../../../../src/contract/api/people.ts'
import { api } from '../../api/client.ts'
import { ApiProblem } from '../../api/problem.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { queryClient } from '../../query-client.ts'
import { toastDone } from '../../ui/toaster.tsx'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'

/** Asks before a queue is deleted, and says what still leads to it. */
export function DeleteQueueDialog({ queue, onClose }: { queue: Queue; onClose: () => void }) {
  const { t } = useTranslation()
  const [, navigate] = useLocation()
  const remove = useMutation({
    mutationFn: () => api(`/queues/${queue.id}`, { method: 'DELETE' }),
    onSuccess: () => {
      navigate('/queues')
      toastDone(t('admin.queues.deleted'))
      void queryClient.invalidateQueries({ queryKey: ['queues'] })
    },
  })
  const used = remove.error instanceof ApiProblem && remove.error.code === 'conflict'
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={t('admin.queues.delete', { name: visibleText(queue.name) })}
      text={used ? t('admin.queues.in_use') : t('admin.queues.delete_text')}
      confirm={t('admin.delete')}
      pending={remove.isPending}
      error={used ? undefined : remove.error}
      onConfirm={() => remove.mutate()}
    />
  )
}
