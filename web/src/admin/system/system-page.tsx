import { Badge, Box, Button, Flex, Link, Stack, Text } from '@chakra-ui/react'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { ExternalLink, RefreshCw } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { apiUrl } from '../../api/client.ts'
import { useMe } from '../../session/me.ts'
import { Page } from '../../ui/page.tsx'
import { providersQuery } from '../queries.ts'
import { Card } from '../ui/card.tsx'
import { DataTable } from '../ui/data-table.tsx'
import { Facts } from '../ui/facts.tsx'
import { Section } from '../ui/section.tsx'

const healthRefreshMs = 10_000

/** What the gateway says of itself: ready, not ready, or no answer at all. */
const readyQuery = queryOptions({
  queryKey: ['ready'],
  queryFn: async ({ signal }): Promise<'ready' | 'not_ready' | 'unreachable'> => {
    const answer = await fetch('/readyz', { signal }).catch(() => undefined)
    if (!answer) return 'unreachable'
    return answer.ok ? 'ready' : 'not_ready'
  },
  refetchInterval: healthRefreshMs,
  staleTime: 0,
})

/** The gateway about itself: version, health, what it can speak, and where its documents are. */
export function SystemPage() {
  const { t } = useTranslation()
  const { version } = useMe()
  const ready = useQuery(readyQuery)
  return (
    <Page title={t('nav.system')} summary={t('admin.system.summary')}>
      <Section
        title={t('admin.system.gateway')}
        actions={
          <Button variant="outline" loading={ready.isFetching} onClick={() => void ready.refetch()}>
            <RefreshCw /> {t('admin.channel.check')}
          </Button>
        }
      >
        <Card>
          <Flex gap="3" align="flex-start" mb="5" role="status">
            {ready.data && (
              <>
                <Badge colorPalette={ready.data === 'ready' ? 'green' : 'red'} size="md">
                  {t(`admin.system.${ready.data}`)}
                </Badge>
                <Text pt="0.5">{t(`admin.system.${ready.data}_text`)}</Text>
              </>
            )}
          </Flex>
          <Facts
            facts={[
              [t('admin.system.version'), version],
              [t('admin.system.address'), location.origin],
            ]}
          />
        </Card>
      </Section>
      <Providers />
      <Documents />
    </Page>
  )
}

function Providers() {
  const { t, i18n } = useTranslation()
  const providers = useQuery(providersQuery)
  return (
    <Section title={t('admin.system.providers')} text={t('admin.system.providers_text')}>
      <DataTable
        caption={t('admin.system.providers')}
        rows={(providers.data ?? []).map((provider, index) => ({ ...provider, index }))}
        rowKey={({ index }) => index}
        columns={[
          { label: t('admin.name'), cell: ({ name }) => name },
          {
            label: t('admin.lane.rate_name'),
            align: 'end',
            cell: ({ limits }) => t('admin.lane.rate', { rate: limits.messages_per_second }),
          },
          {
            label: t('admin.system.characters'),
            align: 'end',
            cell: ({ limits }) => limits.text_characters.toLocaleString(i18n.language),
          },
          {
            label: t('admin.system.files'),
            align: 'end',
            wideOnly: true,
            cell: ({ limits }) => limits.media_per_message,
          },
        ]}
      />
    </Section>
  )
}

const documents = { reference: apiUrl('/reference'), openapi: apiUrl('/openapi.json') } as const

function Documents() {
  const { t } = useTranslation()
  return (
    <Section title={t('admin.system.documents')}>
      <Stack gap="2" align="flex-start">
        {(['reference', 'openapi'] as const).map((name) => (
          <Box key={name}>
            <Link href={documents[name]} target="_blank" rel="noopener">
              {t(`admin.system.${name}`)} <ExternalLink size={13} aria-hidden />
            </Link>
            <Text color="fg.muted" textStyle="xs">
              {t(`admin.system.${name}_text`)}
            </Text>
          </Box>
        ))}
      </Stack>
    </Section>
  )
}
