import { Button, Flex, Text } from '@chakra-ui/react'
import { Lock } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Conversation } from '../../../../src/contract/api/conversations.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { usePickUp } from '../actions/use-conversation-actions.ts'

/** Why one cannot write here, and what would change that. */
export function NoWriting({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation()
  const pickUp = usePickUp(conversation.id)
  const { owner, status, can } = conversation
  const reason =
    status === 'closed'
      ? t('composer.closed')
      : owner
        ? t('composer.owned', { name: visibleText(owner.name) })
        : can.pick_up
          ? t('composer.pick_up_first')
          : t('composer.not_yours')
  return (
    <Flex
      align="center"
      gap="3"
      mx={{ base: '2', md: '5' }}
      mb={{ base: '2', md: '4' }}
      px="4"
      py="3"
      rounded="l3"
      bg="bg.muted"
      color="fg.muted"
      wrap="wrap"
    >
      <Lock size={15} aria-hidden />
      <Text flex="1">{reason}</Text>
      {can.pick_up && (
        <Button loading={pickUp.isPending} onClick={() => pickUp.mutate()}>
          {t('actions.pick_up')}
        </Button>
      )}
    </Flex>
  )
}
