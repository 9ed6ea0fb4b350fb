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
  const signed = channel.protection.level === 'signed'
  const Icon = signed ? ShieldCheck : ShieldAlert
  return (
    <Section title={t('admin.channel.webhook')} text={t('admin.channel.webhook_text')}>
      <Card>
        <Flex gap="2" align="center" bg="bg.muted" rounded="l2" pl="3" pr="1" py="1">
          <Code bg="transparent" color="fg" p="0" flex="1" minW="0" overflowWrap="anywhere" textStyle="sm">
            {channel.webhook_url}
          </Code>
          <CopyButton text={channel.webhook_url} />
        </Flex>
        <Flex gap="2" mt="3" color={signed ? 'fg.success' : 'fg.warning'}>
          <Box pt="0.5">
            <Icon size={16} aria-hidden />
          </Box>
          <Text>{local(channel.protection.detail)}</Text>
        </Flex>
      </Card>
    </Section>
  )
}
