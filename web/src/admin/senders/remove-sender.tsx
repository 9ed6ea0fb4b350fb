import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Sender } from '../../../../src/contract/api/channels.ts'
import { api } from '../../api/client.ts'
import { senderText } from '../../inbox/names.ts'
import { queryClient } from '../../query-client.ts'
import { channelsQuery } from '../queries.ts'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'

/** Asks before a sender is removed. */
export function RemoveSenderDialog({ sender, onClose }: { sender: Sender; onClose: () => void }) {
  const { t } = useTranslation()
  const remove = useMutation({
    mutationFn: () => api(`/senders/${sender.id}`, { method: 'DELETE' }),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: channelsQuery.queryKey })
      onClose()
    },
  })
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={t('admin.sender.remove', { address: senderText(sender) })}
      text={t('admin.sender.remove_text')}
      confirm={t('admin.sender.remove_do')}
      pending={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate()}
    />
  )
}
