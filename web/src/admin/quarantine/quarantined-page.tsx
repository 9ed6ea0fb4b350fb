import { Alert, Badge, Box, Link as ChakraLink, Grid, Skeleton, Text } from '@chakra-ui/react'
import { useQuery } from '@tanstack/react-query'
import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { Quarantined } from '../../../../src/contract/api/channels.ts'
import { bytesText } from '../../lib/bytes.ts'
import { useTimes } from '../../lib/times.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { Page } from '../../ui/page.tsx'
import { quarantinedQuery } from '../queries.ts'
import { Card } from '../ui/card.tsx'
import { Facts } from '../ui/facts.tsx'
import { NotHere } from '../ui/not-here.tsx'
import { Section } from '../ui/section.tsx'
import { QuarantineActions } from './quarantine-actions.tsx'
import { useReason } from './reasons.ts'

/** One kept webhook: why it was refused, what it holds, and what to do with it. */
export function QuarantinedPage({ id }: { id: number }) {
  const { t } = useTranslation()
  const kept = useQuery(quarantinedQuery(id))
  if (kept.isError) return <NotHere error={kept.error} retry={kept.refetch} />
  return (
    <Page
      back={{ href: '/quarantine', label: t('nav.quarantine') }}
      title={t('admin.quarantine.one', { id })}
      actions={kept.data?.state === 'quarantined' && <QuarantineActions kept={kept.data} />}
    >
      {kept.data ? <Kept kept={kept.data} /> : <Skeleton h="40" />}
    </Page>
  )
}

function Kept({ kept }: { kept: Quarantined }) {
  const { t } = useTranslation()
  const times = useTimes()
  const reason = useReason()
  const open = kept.state === 'quarantined'
  return (
    <>
      <Alert.Root status={open ? 'warning' : 'neutral'} mb="6" size="sm">
        <Alert.Indicator />
        <Alert.Content>
          <Alert.Title>{reason(kept.code)}</Alert.Title>
          {kept.detail && <Alert.Description>{visibleText(kept.detail)}</Alert.Description>}
        </Alert.Content>
      </Alert.Root>
      <Card mb="8">
        <Facts
          facts={[
            [
              t('admin.channels.channel'),
              <ChakraLink asChild key="channel">
                <Link href={`/channels/${kept.channel_id}`}>{visibleText(kept.channel_name)}</Link>
              </ChakraLink>,
            ],
            [t('admin.quarantine.received'), times.full(kept.received_at)],
            [t('admin.quarantine.from'), kept.remote_address ?? t('admin.quarantine.from_unknown')],
            [t('admin.quarantine.size'), bytesText(kept.bytes)],
            [
              t('admin.quarantine.state'),
              <Badge key="state" {...(open ? { colorPalette: 'orange' } : {})}>
                {t(`admin.quarantine.${kept.state}`)}
              </Badge>,
            ],
          ]}
        />
      </Card>
      <Section title={t('admin.quarantine.body')} text={t('admin.quarantine.body_text')}>
        <Foreign text={kept.body_is_text ? pretty(kept.body_preview) : kept.body_preview} />
      </Section>
      <Section title={t('admin.quarantine.headers')}>
        <Card p="0" overflow="hidden">
          <Grid as="dl" templateColumns={{ base: '1fr', md: '14rem 1fr' }} textStyle="xs" py="2">
            {Object.entries(kept.headers).map(([name, value]) => (
              <Fragment key={name}>
                <Text as="dt" px="4" py="1" color="fg.muted" fontFamily="mono">
                  {visibleText(name)}
                </Text>
                <Text as="dd" px="4" py="1" fontFamily="mono" overflowWrap="anywhere">
                  {visibleText(value)}
                </Text>
              </Fragment>
            ))}
          </Grid>
        </Card>
      </Section>
    </>
  )
}

/** Foreign text, shown and never run: invisible characters are made visible. */
function Foreign({ text }: { text: string }) {
  const { t } = useTranslation()
  return (
    <Box
      as="pre"
      tabIndex={0}
      aria-label={t('admin.quarantine.body')}
      borderWidth="1px"
      rounded="l3"
      bg="bg.subtle"
      p="4"
      maxH="26rem"
      overflow="auto"
      textStyle="xs"
      fontFamily="mono"
      whiteSpace="pre-wrap"
      overflowWrap="anywhere"
    >
      {text === '' ? t('admin.quarantine.empty_body') : visibleText(text)}
    </Box>
  )
}

/** JSON with line breaks, where it is JSON and whole. */
function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}
