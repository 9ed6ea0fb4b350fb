import { Box, Flex, Text } from '@chakra-ui/react'
import { Reply, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Message } from '../../../../src/contract/api/conversations.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { IconButton } from '../../ui/icon-button.tsx'

/** The message that is being answered, above the field for writing. */
export function ReplyBar({ to, onCancel }: { to: Message; onCancel: () => void }) {
  const { t } = useTranslation()
  const words = to.text ? visibleText(to.text) : t('content.no_words')
  return (
    <Flex align="center" gap="2" px="3" pt="2" color="fg.muted" textStyle="xs">
      <Reply size={14} aria-hidden style={{ flexShrink: 0 }} />
      <Box flex="1" minW="0" borderStartWidth="3px" borderColor="brand.solid" ps="2">
        <Text truncate>{t('composer.replying', { text: words })}</Text>
      </Box>
      <IconButton label={t('composer.no_reply')} size="2xs" boxSize="6" onClick={onCancel}>
        <X />
      </IconButton>
    </Flex>
  )
}
