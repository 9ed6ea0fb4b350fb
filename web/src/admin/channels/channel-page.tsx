import { Box, Flex, Skeleton } from '@chakra-ui/react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { ApiChannel } from '../../../../src/contract/api/channels.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { useMay } from '../../session/me.ts'
import { Page } from '../../ui/page.tsx'
import { channelQuery, providersQuery } from '../queries.ts'
import { SenderSection } from '../senders/sender-section.tsx'
import { NotHere } from '../ui/not-here.tsx'
import { AccountNotice } from './account-notice.tsx'
import { ChannelActions } from './channel-actions.tsx'
import { ChannelSettings } from './channel-settings.tsx'
import { MissedSection } from './missed-section.tsx'
import { StateSection } from './state-section.tsx'
import { TemplatesSection } from './templates-section.tsx'
import { WebhookSection } from './webhook-section.tsx'

/** One channel: how it does, its webhook and senders; and a tab with its settings for those who may change them. */
export function ChannelPage({ id, tab }: { id: number; tab: string | undefined }) {
  const { t } = useTranslation()
  const channel = useQuery(channelQuery(id))
  const providers = useQuery(providersQuery)
  const mayManage = useMay('channels.manage')
  const error = channel.error ?? providers.error
  if (!channel.data || !providers.data) {
    if (error)
      return <NotHere error={error} retry={() => Promise.all([channel.refetch(), providers.refetch()])} />
    return (
      <Page back={{ href: '/channels', label: t('nav.channels') }} title={t('nav.channels')}>
        <Skeleton h="40" />
      </Page>
    )
  }
  const provider = providers.data.find((one) => one.id === channel.data.provider)
  const settings = tab === 'settings' && mayManage
  return (
    <Page
      back={{ href: '/channels', label: t('nav.channels') }}
      title={visibleText(channel.data.name)}
      summary={provider?.name ?? channel.data.provider}
      actions={mayManage && <ChannelActions channel={channel.data} />}
      maxW="68rem"
    >
      {mayManage && provider && <Tabs channel={channel.data} settings={settings} />}
      {settings && provider ? (
        <ChannelSettings channel={channel.data} provider={provider} />
      ) : (
        <>
          {channel.data.notice && (
            <AccountNotice
              channel={channel.data}
              notice={channel.data.notice}
              providerName={provider?.name ?? channel.data.provider}
            />
          )}
          <StateSection channel={channel.data} />
          <WebhookSection channel={channel.data} />
          {channel.data.missed && <MissedSection channel={channel.data} missed={channel.data.missed} />}
          {provider?.templates && <TemplatesSection channel={channel.data} />}
          <SenderSection channel={channel.data} provider={provider} />
        </>
      )}
    </Page>
  )
}

function Tabs({ channel, settings }: { channel: ApiChannel; settings: boolean }) {
  const { t } = useTranslation()
  return (
    <Flex as="nav" aria-label={visibleText(channel.name)} gap="5" borderBottomWidth="1px" mb="6" mt="-2">
      <Tab href={`/channels/${channel.id}`} active={!settings} label={t('admin.channel.overview')} />
      <Tab href={`/channels/${channel.id}/settings`} active={settings} label={t('admin.channel.settings')} />
    </Flex>
  )
}

function Tab({ href, active, label }: { href: string; active: boolean; label: string }) {
  return (
    <Box
      asChild
      py="2"
      mb="-1px"
      fontWeight="medium"
      borderBottomWidth="2px"
      borderColor={active ? 'brand.solid' : 'transparent'}
      color={active ? 'fg' : 'fg.muted'}
      _hover={{ color: 'fg' }}
    >
      <Link href={href} aria-current={active ? 'page' : undefined}>
        {label}
      </Link>
    </Box>
  )
}
