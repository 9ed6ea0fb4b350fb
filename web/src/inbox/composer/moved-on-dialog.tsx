import { Box, Button, Stack, Text } from '@chakra-ui/react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Message } from '../../../../src/contract/api/conversations.ts'
import { visibleText } from '../../lib/visible-text.ts'
import type { MessagePages } from '../../live/messages-cache.ts'
import { lastSeenEvent } from '../../live/use-live.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { PlaceWords } from '../places/place-words.tsx'
import { messagesQuery } from '../queries.ts'
import { MediaView } from '../thread/media-view.tsx'
import { MessageText } from '../thread/message-text.tsx'
import { outbox, usePending } from './outbox.ts'
import type { Pending } from './outbox-store.ts'

interface Props {
  conversationId: number
  /** Gives the text and the files back to the writer; a template or a place is made anew. */
  onEdit: (held: Pending) => void
}

/** Shows what arrived while a reply was written, and lets the person decide whether it still holds. */
export function MovedOnDialog({ conversationId, onEdit }: Props) {
  const { t } = useTranslation()
  const held = usePending(conversationId).find((item) => item.error?.code === 'conversation_moved_on')
  const { data } = useInfiniteQuery({ ...messagesQuery(conversationId), select: newestPage })
  if (!held) return null
  const edit = () => {
    outbox.discard(held.clientRef)
    onEdit(held)
  }
  const ids = held.error?.body.message_ids
  const arrived = Array.isArray(ids) ? (data ?? []).filter(({ id }) => ids.includes(id)) : []
  return (
    <Dialog
      open
      onClose={edit}
      title={t('moved_on.title')}
      footer={
        <>
          <Button variant="ghost" onClick={edit}>
            {t(held.template || held.location ? 'moved_on.drop' : 'moved_on.edit')}
          </Button>
          <Button onClick={() => outbox.retry(held.clientRef, lastSeenEvent())}>{t('moved_on.send')}</Button>
        </>
      }
    >
      <Text color="fg.muted" mb="3">
        {t('moved_on.text')}
      </Text>
      <Stack gap="2">
        {arrived.map((message) => (
          <Box key={message.id} bg="bg.muted" rounded="l3" px="3" py="2">
            <Text textStyle="xs" color="fg.muted">
              {visibleText(message.author.name)}
            </Text>
            {message.text && <MessageText text={message.text} />}
            {message.media.map((media) => (
              <MediaView key={media.id} media={media} />
            ))}
          </Box>
        ))}
      </Stack>
      <Text textStyle="xs" color="fg.muted" mt="4" mb="1">
        {t('moved_on.yours')}
      </Text>
      <Box borderWidth="1px" rounded="l3" px="3" py="2">
        {held.location ? <PlaceWords place={held.location} /> : <MessageText text={held.text} />}
      </Box>
    </Dialog>
  )
}

/** The newest messages, oldest first: what has just arrived is among them. */
const newestPage = ({ pages }: MessagePages): Message[] => [...(pages[0]?.data ?? [])].reverse()
