import { Button, Flex, Stack, Text } from '@chakra-ui/react'
import { useMutation } from '@tanstack/react-query'
import { CircleCheck, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import type { Quarantined } from '../../../../src/contract/api/channels.ts'
import { api } from '../../api/client.ts'
import { ApiProblem } from '../../api/problem.ts'
import { queryClient } from '../../query-client.ts'
import { toastDone } from '../../ui/toaster.tsx'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import { mayOverride, useReason } from './reasons.ts'

/** Releases a kept webhook, in spite of its signature if need be, or gives it up. */
export function QuarantineActions({ kept }: { kept: Quarantined }) {
  const { t } = useTranslation()
  const reason = useReason()
  const [, navigate] = useLocation()
  const [asking, setAsking] = useState<'override' | 'discard'>()
  const close = () => setAsking(undefined)
  const settled = (words: string) => {
    navigate('/quarantine')
    toastDone(words)
  }
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['quarantine'] })
  const release = useMutation({
    mutationFn: (override: boolean) =>
      api<{ messages: number }>(`/quarantine/${kept.id}/release`, { method: 'POST', body: { override } }),
    onSuccess: ({ messages }) => settled(t('admin.quarantine.done_release', { count: messages })),
    onSettled: refresh,
  })
  const discard = useMutation({
    mutationFn: () => api(`/quarantine/${kept.id}/discard`, { method: 'POST' }),
    onSuccess: () => settled(t('admin.quarantine.done_discard')),
    onSettled: refresh,
  })
  const again = release.error instanceof ApiProblem ? reason(release.error.code) : undefined
  return (
    <Stack gap="2" align={{ base: 'flex-start', md: 'flex-end' }}>
      <Flex gap="2" wrap="wrap">
        <Button loading={release.isPending && !release.variables} onClick={() => release.mutate(false)}>
          <CircleCheck /> {t('admin.quarantine.release')}
        </Button>
        {mayOverride(kept) && (
          <Button variant="outline" onClick={() => setAsking('override')}>
            {t('admin.quarantine.override')}
          </Button>
        )}
        <Button variant="outline" onClick={() => setAsking('discard')}>
          <Trash2 /> {t('admin.quarantine.discard')}
        </Button>
      </Flex>
      {again && (
        <Text role="alert" color="fg.error" textStyle="xs" maxW="24rem">
          {t('admin.quarantine.refused_again', { reason: again })}
        </Text>
      )}
      <ConfirmDialog
        open={asking === 'override'}
        onClose={close}
        title={t('admin.quarantine.override_title')}
        text={t('admin.quarantine.override_text')}
        confirm={t('admin.quarantine.override_do')}
        pending={release.isPending}
        error={release.variables ? release.error : undefined}
        onConfirm={() => release.mutate(true)}
      />
      <ConfirmDialog
        open={asking === 'discard'}
        onClose={close}
        title={t('admin.quarantine.discard_title')}
        text={t('admin.quarantine.discard_text')}
        confirm={t('admin.quarantine.discard')}
        pending={discard.isPending}
        error={discard.error}
        onConfirm={() => discard.mutate()}
      />
    </Stack>
  )
}
