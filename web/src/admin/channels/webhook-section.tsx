import { Box, Code, Flex, Text } from '@chakra-ui/react'
import { ShieldAlert, ShieldCheck } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { ApiChannel } from '../../../../src/contract/api/channels.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { useLocalText } from '../local-text.ts'
import { Card } from '../ui/card.tsx'
import { Section } from '../ui/section.tsx'

/** The address to enter at the vendor, and what keeps others from posting to it. */
export function WebhookSection({ channel }: { channel: ApiChannel }) {
  const { t } = useTranslation()
  const local = useLocalText()
  const { level, detail, only_from } = channel.protection
  return (
    <Section title={t('admin.channel.webhook')} text={t('admin.channel.webhook_text')}>
      <Card>
        <Flex gap="2" align="center" bg="bg.muted" rounded="l2" pl="3" pr="1" py="1">
          <Code bg="transparent" color="fg" p="0" flex="1" minW="0" overflowWrap="anywhere" textStyle="sm">
            {channel.webhook_url}
          </Code>
          <CopyButton text={channel.webhook_url} />
        </Flex>
        <Guard good={level !== 'secret_url'}>{local(detail)}</Guard>
        {(only_from.length > 0 || level !== 'signed') && (
          <Guard good={only_from.length > 0}>
            {only_from.length > 0
              ? t('admin.channel.only_from', { list: only_from.join(', ') })
              : t('admin.channel.from_anywhere')}
          </Guard>
        )}
      </Card>
    </Section>
  )
}

/** One thing that protects the channel, or the lack of it. */
function Guard({ good, children }: { good: boolean; children: string }) {
  const Icon = good ? ShieldCheck : ShieldAlert
  return (
    <Flex gap="2" mt="3" color={good ? 'fg.success' : 'fg.warning'}>
      <Box pt="0.5">
        <Icon size={16} aria-hidden />
      </Box>
      <Text overflowWrap="anywhere">{children}</Text>
    </Flex>
  )
}
