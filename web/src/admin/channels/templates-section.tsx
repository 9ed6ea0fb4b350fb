import { Badge, Box, Button, Flex, Skeleton, Stack, Text } from '@chakra-ui/react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { RefreshCw, TriangleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { ApiChannel, TemplatesState } from '../../../../src/contract/api/channels.ts'
import type { ApiTemplate, TemplateSync } from '../../../../src/contract/api/templates.ts'
import { api } from '../../api/client.ts'
import { withoutSigns } from '../../inbox/templates/format-parts.ts'
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
import { LoadError } from '../../ui/load-error.tsx'
import { toastProblem } from '../../ui/toaster.tsx'
import { channelsQuery } from '../queries.ts'
import { Card } from '../ui/card.tsx'
import { Section } from '../ui/section.tsx'

/** The message templates of the account as they were fetched last, and a button to fetch them now. */
export function TemplatesSection({ channel }: { channel: ApiChannel }) {
  const { t } = useTranslation()
  const mayManage = useMay('channels.manage')
  const templates = useQuery(channelTemplatesQuery(channel.id))
  const sync = useMutation({
    mutationFn: () => api<TemplateSync>(`/channels/${channel.id}/templates/sync`, { method: 'POST' }),
    onSuccess: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: ['templates'] }),
        queryClient.invalidateQueries({ queryKey: channelsQuery.queryKey }),
      ]),
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
        {channel.templates && <LastFetch state={channel.templates} templates={templates.data} />}
        {templates.isError && !templates.data ? (
          <LoadError error={templates.error} retry={templates.refetch} />
        ) : !templates.data ? (
          <Skeleton h="24" />
        ) : templates.data.length === 0 ? (
          <Text color="fg.muted">{t('admin.templates.none')}</Text>
        ) : (
          <Stack
            role="list"
            gap="3"
            maxH="22rem"
            overflowY="auto"
            tabIndex={0}
            aria-label={t('template.list')}
          >
            {templates.data.map((template) => (
              <Row key={template.id} template={template} />
            ))}
          </Stack>
        )}
      </Card>
    </Section>
  )
}

interface LastFetchProps {
  state: TemplatesState
  templates: readonly ApiTemplate[] | undefined
}

/** When they were fetched, how many there are, and why the last fetch failed. */
function LastFetch({ state, templates }: LastFetchProps) {
  const { t } = useTranslation()
  const times = useTimes()
  const { synced_at, problem } = state
  const unsendable = templates?.filter(({ sendable }) => !sendable).length ?? 0
  return (
    <Box role="status" mb="4" overflowWrap="anywhere">
      {problem !== null && (
        <Flex gap="2" mb="1" color="fg.error">
          <TriangleAlert size={15} aria-hidden style={{ flexShrink: 0, marginTop: 2 }} />
          <Text>{t('admin.templates.failed', { problem: visibleText(problem) })}</Text>
        </Flex>
      )}
      <Text color="fg.muted">
        {synced_at === null
          ? t('admin.templates.never')
          : templates &&
            t('admin.templates.synced', { count: templates.length, time: times.full(synced_at) })}
        {unsendable > 0 && ` ${t('admin.templates.unsendable', { count: unsendable })}`}
      </Text>
    </Box>
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
        <Badge bg="bg.emphasized" color="fg.muted">
          {categoryName(category, t)}
        </Badge>
        <Badge colorPalette={sendable ? 'green' : 'orange'}>{statusName(status, t)}</Badge>
      </Flex>
      <Text textStyle="xs" color="fg.muted" lineClamp={2}>
        {visibleText(withoutSigns(body))}
      </Text>
      {reason !== null && (
        <Text textStyle="xs" color="fg.warning">
          {unsendableText(template, t)}
        </Text>
      )}
    </Box>
  )
}
