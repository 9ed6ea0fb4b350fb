import { Box, Flex, Text } from '@chakra-ui/react'
import { Megaphone } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Message } from '../../../../../src/contract/api/conversations.ts'
import { visibleText } from '../../../lib/visible-text.ts'
import { OutLink } from './out-link.tsx'

/** Where the contact came from before this message: an advertisement, a post or a link. */
export function ReferralNote({ referral }: { referral: NonNullable<Message['referral']> }) {
  const { t } = useTranslation()
  const { source, headline, body, url, ref } = referral
  return (
    <Flex gap="2" px="1" textStyle="xs" color="fg.muted" maxW="22rem">
      <Megaphone size={14} aria-hidden style={{ flexShrink: 0, marginTop: 2 }} />
      <Box minW="0" overflowWrap="anywhere">
        <Text>{t(`content.referral_${source}`)}</Text>
        {headline && (
          <Text fontWeight="medium" color="fg">
            {visibleText(headline)}
          </Text>
        )}
        {body && <Text lineClamp={3}>{visibleText(body)}</Text>}
        {url ? <OutLink href={url}>{visibleText(url)}</OutLink> : ref && <Text>{visibleText(ref)}</Text>}
      </Box>
    </Flex>
  )
}
