import { Flex, Text } from '@chakra-ui/react'
import { BellOff } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Conversation } from '../../../../src/contract/api/conversations.ts'
import { useTimes } from '../../lib/times.ts'
import { ConsentButton } from '../consent/consent-button.tsx'
import { senderText } from '../names.ts'

/** In place of the field for writing: the contact wants no messages from this number. */
export function OptedOut({ conversation, since }: { conversation: Conversation; since: string }) {
  const { t } = useTranslation()
  const times = useTimes()
  // STOP and START are words of text messages; chats have none.
  const words = conversation.contact.address_kind === 'tel'
  return (
    <Flex
      role="note"
      align="center"
      gap="3"
      mx={{ base: '2', md: '5' }}
      mb={{ base: '2', md: '4' }}
      px="4"
      py="3"
      rounded="l3"
      bg="bg.warning"
      color="fg.warning"
      wrap="wrap"
    >
      <BellOff size={15} aria-hidden />
      <Text flex="1" minW="12rem">
        {t(words ? 'consent.composer' : 'consent.composer_chat', {
          sender: senderText(conversation.sender),
          time: times.full(since),
        })}
      </Text>
      <ConsentButton conversation={conversation} />
    </Flex>
  )
}
