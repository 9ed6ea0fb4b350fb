import { LayoutTemplate, MapPin } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Conversation } from '../../../../src/contract/api/conversations.ts'
import { lastSeenEvent } from '../../live/use-live.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { locationOf } from '../places/chosen-place.ts'
import { PlaceDialog } from '../places/place-dialog.tsx'
import { TemplateDialog } from '../templates/template-dialog.tsx'
import { outbox } from './outbox.ts'
import type { Draft } from './outbox-store.ts'

interface Props {
  conversation: Conversation
  /** Of the message that is being answered. */
  replyTo: number | undefined
  /** The place that was sent answers it. */
  onAnswered: () => void
}

/** What a chat takes besides words and files: a place, and a template. What is being written stays. */
export function ChatTools({ conversation, replyTo, onAnswered }: Props) {
  const { t } = useTranslation()
  const [open, setOpen] = useState<'place' | 'template' | null>(null)
  const close = () => setOpen(null)
  const send = (draft: Partial<Draft>) => {
    const { id: conversationId } = conversation
    outbox.send({ conversationId, text: '', media: [], ...draft, seenEventId: lastSeenEvent() })
    close()
  }
  return (
    <>
      {conversation.takes.includes('location') && (
        <IconButton label={t('place.send')} size="2xs" boxSize="7" onClick={() => setOpen('place')}>
          <MapPin />
        </IconButton>
      )}
      {conversation.window?.afterwards === 'template' && (
        <IconButton label={t('template.composer')} size="2xs" boxSize="7" onClick={() => setOpen('template')}>
          <LayoutTemplate />
        </IconButton>
      )}
      <PlaceDialog
        open={open === 'place'}
        onClose={close}
        onSend={(place) => {
          send({ location: locationOf(place), ...(replyTo === undefined ? {} : { replyTo }) })
          onAnswered()
        }}
      />
      <TemplateDialog
        conversation={conversation}
        open={open === 'template'}
        onClose={close}
        onSend={({ template, text, media }) => send({ template, text, media })}
      />
    </>
  )
}
