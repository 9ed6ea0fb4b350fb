import { Flex, Text } from '@chakra-ui/react'
import { useTranslation } from 'react-i18next'
import type { Message } from '../../../../src/contract/api/conversations.ts'
import { visibleText } from '../../lib/visible-text.ts'

/** What the contact and the business put on a message. */
export function Reactions({ reactions }: { reactions: Message['reactions'] }) {
  const { t } = useTranslation()
  if (reactions.length === 0) return null
  return (
    <Flex gap="1" mt="-2" px="2" position="relative">
      {reactions.map(({ by, emoji }) => (
        <Text
          key={by}
          as="span"
          role="img"
          aria-label={t(`reaction.by_${by}`, { emoji: visibleText(emoji) })}
          title={t(`reaction.by_${by}`, { emoji: visibleText(emoji) })}
          borderWidth="1px"
          rounded="full"
          bg="bg.panel"
          px="1.5"
          textStyle="xs"
          lineHeight="20px"
        >
          {visibleText(emoji)}
        </Text>
      ))}
    </Flex>
  )
}
