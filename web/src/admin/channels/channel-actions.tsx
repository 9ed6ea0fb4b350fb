import { Button, Flex, Switch } from '@chakra-ui/react'
import { useMutation } from '@tanstack/react-query'
import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import type { ApiChannel, ChannelPatch } from '../../../../src/contract/api/channels.ts'
import { api } from '../../api/client.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { queryClient } from '../../query-client.ts'
import { toastDone, toastProblem } from '../../ui/toaster.tsx'
import { channelQuery, channelsQuery } from '../queries.ts'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'

/** Switches a channel on and off, and deletes it. What ends queued messages is asked for first. */
export function ChannelActions({ channel }: { channel: ApiChannel }) {
  const { t } = useTranslation()
  const [asking, setAsking] = useState<'off' | 'delete'>()
  const close = () => setAsking(undefined)
  const set = useMutation({
    mutationFn: (active: boolean) =>
      api<ApiChannel>(`/channels/${channel.id}`, {
        method: 'PATCH',
        body: { active } satisfies ChannelPatch,
      }),
    onSuccess: (changed) => {
      queryClient.setQueryData(channelQuery(channel.id).queryKey, changed)
      close()
    },
    onError: toastProblem,
  })
  const name = visibleText(channel.name)
  return (
    <Flex gap="4" align="center">
      <Switch.Root
        checked={channel.active}
        disabled={set.isPending}
        onCheckedChange={({ checked }) => (checked ? set.mutate(true) : setAsking('off'))}
      >
        <Switch.HiddenInput />
        <Switch.Control />
        <Switch.Label>{t('admin.channel.in_service')}</Switch.Label>
      </Switch.Root>
      <Button variant="outline" onClick={() => setAsking('delete')}>
        <Trash2 /> {t('admin.delete')}
      </Button>
      <ConfirmDialog
        open={asking === 'off'}
        onClose={close}
        title={t('admin.channel.switch_off', { name })}
        text={t('admin.channel.switch_off_text', { count: channel.lane.waiting })}
        confirm={t('admin.channel.switch_off_do')}
        pending={set.isPending}
        onConfirm={() => set.mutate(false)}
      />
      <DeleteDialog channel={channel} open={asking === 'delete'} onClose={close} />
    </Flex>
  )
}

function DeleteDialog({
  channel,
  open,
  onClose,
}: {
  channel: ApiChannel
  open: boolean
  onClose: () => void
}) {
  const { t } = useTranslation()
  const [, navigate] = useLocation()
  const remove = useMutation({
    mutationFn: () => api(`/channels/${channel.id}`, { method: 'DELETE' }),
    onSuccess: () => {
      navigate('/channels')
      toastDone(t('admin.channel.deleted'))
      queryClient.removeQueries({ queryKey: channelQuery(channel.id).queryKey })
      void queryClient.invalidateQueries({ queryKey: channelsQuery.queryKey })
    },
  })
  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      title={t('admin.channel.delete', { name: visibleText(channel.name) })}
      text={t('admin.channel.delete_text')}
      confirm={t('admin.delete')}
      pending={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate()}
    />
  )
}
