import { Stack } from '@chakra-ui/react'
import type { MessageContent } from '../../../../src/contract/api/content.ts'
import type { Message } from '../../../../src/contract/api/conversations.ts'
import { TemplateBubble } from '../templates/template-bubble.tsx'
import { LocationCard } from './content/location-card.tsx'
import { MediaView } from './media-view.tsx'

interface Props {
  message: Message
  content: Extract<MessageContent, { type: 'template' }>
}

/** A template as it went out, its values put in. */
export function SentTemplate({ message, content }: Props) {
  const header = (message.media.length > 0 || content.location) && (
    <Stack gap="1">
      {message.media.map((media) => (
        <MediaView key={media.id} media={media} />
      ))}
      {content.location && <LocationCard place={content.location} />}
    </Stack>
  )
  return (
    <TemplateBubble
      header={header}
      preview={{
        header: content.header,
        body: message.text ?? '',
        footer: content.footer,
        buttons: content.buttons.map((text) => ({ type: 'other', text, opens: undefined })),
      }}
    />
  )
}
