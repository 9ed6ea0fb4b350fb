import { Badge, Box, Button, Flex, Stack, Text } from '@chakra-ui/react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { RefreshCw } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { ApiChannel } from '../../../../src/contract/api/channels.ts'
import type { ApiTemplate, TemplateSync } from '../../../../src/contract/api/templates.ts'
import { api } from '../../api/client.ts'
import { channelTemplatesQuery } from '../../inbox/templates/queries.ts'
import {
  categoryName,
  languageName,
  statusName,
  unsendableText,
} from '../../inbox/templates/template-words.ts'
import { useTimes } from '../../lib/times.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { queryClient } from '../../query-client.ts'
import { useMay } from '../../session/me.ts'
import { toastProblem } from '../../ui/toaster.tsx'
import { Card } from '../ui/card.tsx'
import { Section } from '../ui/section.tsx'

/** The message templates of the account as they were fetched last, and a button to fetch them now. */
export function TemplatesSection({ channel }: { channel: ApiChannel }) {
  const { t } = useTranslation()
  const mayManage = useMay('channels.manage')
  const templates = useQuery(channelTemplatesQuery(channel.id))
  const sync = useMutation({
    mutationFn: () => api<TemplateSync>(`/channels/${channel.id}/templates/sync`, { method: 'POST' }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['templates'] }),
    onError: toastProblem,
  })
  const button = mayManage && channel.active && (
    <Button variant="outline" loading={sync.isPending} onClick={() => sync.mutate()}>
      <RefreshCw /> {t('admin.templates.sync')}
    </Button>
  )
  return (
    <Section title={t('admin.templates.title')} text={t('admin.templates.text')} actions={button}>
      <Card>
        {sync.data && <Result result={sync.data} />}
        {templates.data?.length === 0 ? (
          <Text color="fg.muted">{t('admin.templates.none')}</Text>
        ) : (
          <Stack
            role="list"
            gap="2"
            maxH="22rem"
            overflowY="auto"
            tabIndex={0}
            aria-label={t('template.list')}
          >
            {templates.data?.map((template) => (
              <Row key={template.id} template={template} />
            ))}
          </Stack>
        )}
      </Card>
    </Section>
  )
}

function Result({ result }: { result: TemplateSync }) {
  const { t } = useTranslation()
  const times = useTimes()
  return (
    <Text
      role="status"
      mb="3"
      color={result.problem === null ? undefined : 'fg.error'}
      overflowWrap="anywhere"
    >
      {result.problem === null
        ? t('admin.templates.synced', { count: result.count, time: times.clock(result.synced_at) })
        : t('admin.templates.failed', { problem: visibleText(result.problem) })}
    </Text>
  )
}

function Row({ template }: { template: ApiTemplate }) {
  const { t, i18n } = useTranslation()
  const { name, language, category, status, sendable, reason, body } = template
  return (
    <Box role="listitem" overflowWrap="anywhere">
      <Flex gap="2" align="center" wrap="wrap">
        <Text fontWeight="medium">{visibleText(name)}</Text>
        <Text textStyle="xs" color="fg.muted">
          {languageName(language, i18n.language)}
        </Text>
        <Badge>{categoryName(category, t)}</Badge>
        <Badge colorPalette={sendable ? 'green' : 'orange'}>{statusName(status, t)}</Badge>
      </Flex>
      <Text textStyle="xs" color="fg.muted" lineClamp={2}>
        {visibleText(body)}
      </Text>
      {reason !== null && (
        <Text textStyle="xs" color="fg.warning">
          {unsendableText(template, t)}
        </Text>
      )}
    </Box>
  )
}
