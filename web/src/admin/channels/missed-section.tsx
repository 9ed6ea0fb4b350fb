import { Button, Text } from '@chakra-ui/react'
import { useMutation } from '@tanstack/react-query'
import { Inbox } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { ApiChannel, Missed } from '../../../../src/contract/api/channels.ts'
import { api } from '../../api/client.ts'
import { useTimes } from '../../lib/times.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { queryClient } from '../../query-client.ts'
import { useMay } from '../../session/me.ts'
import { toastProblem } from '../../ui/toaster.tsx'
import { channelsQuery } from '../queries.ts'
import { Card } from '../ui/card.tsx'
import { Section } from '../ui/section.tsx'

/** Messages that no webhook brought: what the last look found, and a button for another. */
export function MissedSection({ channel, missed }: { channel: ApiChannel; missed: Missed }) {
  const { t } = useTranslation()
  const times = useTimes()
  const mayManage = useMay('channels.manage')
  const look = useMutation({
    mutationFn: () => api(`/channels/${channel.id}/missed`, { method: 'POST' }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: channelsQuery.queryKey }),
    onError: toastProblem,
  })
  const { found, new: fresh } = missed
  const result =
    found === null
      ? t('admin.missed.never')
      : found === 0
        ? t('admin.missed.none')
        : t('admin.missed.found', { count: found, fresh })
  const button = mayManage && channel.active && (
    <Button variant="outline" loading={look.isPending} onClick={() => look.mutate()}>
      <Inbox /> {t('admin.missed.look')}
    </Button>
  )
  return (
    <Section title={t('admin.missed.title')} text={t('admin.missed.text')} actions={button}>
      <Card>
        <Text role="status" color={missed.error === null ? undefined : 'fg.error'} wordBreak="break-word">
          {missed.error === null ? result : `${t('admin.missed.failed')} ${visibleText(missed.error)}`}
        </Text>
        {missed.checked_at !== null && (
          <Text color="fg.muted" textStyle="xs" mt="1">
            {t('admin.missed.looked', { time: times.full(missed.checked_at) })}
          </Text>
        )}
      </Card>
    </Section>
  )
}
