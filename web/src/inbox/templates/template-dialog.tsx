import { useTranslation } from 'react-i18next'
import type { Conversation } from '../../../../src/contract/api/conversations.ts'
import { Dialog } from '../../ui/dialog.tsx'
import type { FilledTemplate } from './filled.ts'
import { TemplatePicker } from './template-picker.tsx'

interface Props {
  conversation: Conversation
  open: boolean
  onClose: () => void
  onSend: (filled: FilledTemplate) => void
}

/** Sends a template while one may also write freely. */
export function TemplateDialog({ conversation, open, onClose, onSend }: Props) {
  const { t } = useTranslation()
  return (
    <Dialog open={open} onClose={onClose} title={t('template.composer')} size="xl">
      <TemplatePicker
        senderId={conversation.sender.id}
        marketingStopped={conversation.marketing_stopped_at !== null}
        listMaxH="min(26rem, 55dvh)"
        onSend={onSend}
      />
    </Dialog>
  )
}
