import { Box, Text } from '@chakra-ui/react'
import { useTranslation } from 'react-i18next'
import type { Message } from '../../../../../src/contract/api/conversations.ts'
import { visibleText } from '../../../lib/visible-text.ts'
import { useThreadActions } from '../thread-actions.ts'

/** The message that this one answers; a press leads there. */
export function Quotation({ quoted }: { quoted: NonNullable<Message['reply_to']> }) {
  const { t } = useTranslation()
  const { jump } = useThreadActions()
  return (
    <Box
      as="button"
      display="block"
      textAlign="start"
      maxW="min(20rem, 100%)"
      borderStartWidth="3px"
      borderColor="brand.solid"
      rounded="l1"
      bg="bg.subtle"
      color="fg.muted"
      px="2"
      py="1"
      cursor="pointer"
      focusVisibleRing="outside"
      aria-label={t('content.jump', { text: quoted.text ? visibleText(quoted.text) : t('content.no_words') })}
      onClick={() => jump(quoted.id)}
    >
      <Text textStyle="xs" lineClamp={2} overflowWrap="anywhere">
        {quoted.text ? visibleText(quoted.text) : t('content.no_words')}
      </Text>
    </Box>
  )
}
