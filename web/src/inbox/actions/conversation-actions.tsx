import { Button, Flex } from '@chakra-ui/react'
import { ArrowRightLeft, CircleCheck, Hand } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Conversation } from '../../../../src/contract/api/conversations.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { toastDone } from '../../ui/toaster.tsx'
import { TransferDialog } from './transfer-dialog.tsx'
import { useClose, usePickUp } from './use-conversation-actions.ts'

/** What can be done with a conversation, as far as this person may. */
export function ConversationActions({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation()
  const { id, can } = conversation
  const [transferring, setTransferring] = useState(false)
  const pickUp = usePickUp(id)
  const close = useClose(id)
  return (
    <Flex gap="1" align="center">
      {can.pick_up && (
        <Button loading={pickUp.isPending} onClick={() => pickUp.mutate()}>
          <Hand /> {t('actions.pick_up')}
        </Button>
      )}
      {can.transfer && (
        <IconButton label={t('actions.transfer')} onClick={() => setTransferring(true)}>
          <ArrowRightLeft />
        </IconButton>
      )}
      {can.close && (
        <IconButton
          label={t('actions.close')}
          loading={close.isPending}
          onClick={() => close.mutate(undefined, { onSuccess: () => toastDone(t('actions.closed')) })}
        >
          <CircleCheck />
        </IconButton>
      )}
      <TransferDialog conversationId={id} open={transferring} onClose={() => setTransferring(false)} />
    </Flex>
  )
}
