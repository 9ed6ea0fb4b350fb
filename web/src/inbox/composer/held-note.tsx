import { Button, Flex, Text } from '@chakra-ui/react'
import { MonitorSmartphone } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Conversation } from '../../../../src/contract/api/conversations.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { useTakeOver } from '../actions/use-conversation-actions.ts'

/** Says that another program of the business answers here, what comes of writing all the same, and offers to take over. */
export function HeldNote({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation()
  const takeOver = useTakeOver(conversation.id)
  const { held_by: heldBy, can } = conversation
  if (heldBy === null) return null
  const who =
    heldBy.kind === 'inbox'
      ? t('held.inbox')
      : heldBy.id === null
        ? t('held.app_unnamed')
        : t('held.app', { app: visibleText(heldBy.id) })
  return (
    <Flex role="note" align="center" gap="2" px="3" pt="2" color="fg.warning" textStyle="xs" wrap="wrap">
      <MonitorSmartphone size={14} aria-hidden style={{ flexShrink: 0 }} />
      <Text flex="1" minW="12rem">
        {who} {t('held.text')}
      </Text>
      {can.take_over && (
        <Button size="xs" variant="outline" loading={takeOver.isPending} onClick={() => takeOver.mutate()}>
          {t('held.take_over')}
        </Button>
      )}
    </Flex>
  )
}
