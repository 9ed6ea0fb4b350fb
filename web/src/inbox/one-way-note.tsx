import { Flex, Text } from '@chakra-ui/react'
import { MessageSquareOff } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { visibleText } from '../lib/visible-text.ts'

/** Says that the customer cannot answer; nothing for senders that receive. */
export function OneWayNote({ sender }: { sender: { address: string; receives: boolean } }) {
  const { t } = useTranslation()
  if (sender.receives) return null
  return (
    <Flex role="note" align="center" gap="2" color="fg.warning" textStyle="xs">
      <MessageSquareOff size={14} aria-hidden />
      <Text>{t('sender.one_way', { sender: visibleText(sender.address) })}</Text>
    </Flex>
  )
}
