import { Box, Flex, Stack, Text } from '@chakra-ui/react'
import { Ban } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Message } from '../../../../src/contract/api/conversations.ts'
import { useTimes } from '../../lib/times.ts'
import { ContentView } from './content/content-view.tsx'
import { Quotation } from './content/quotation.tsx'
import { ReferralNote } from './content/referral-note.tsx'
import { deliveryOf } from './delivery.ts'
import { DeliveryLine } from './delivery-line.tsx'
import { MediaView } from './media-view.tsx'
import { MessageActions } from './message-actions.tsx'
import { MessageText } from './message-text.tsx'
import { Reactions } from './reactions.tsx'
import { SentTemplate } from './sent-template.tsx'

interface Props {
  message: Message
  last: boolean
  /** The contact's app carries out the signs for bold, italic and the like. */
  formatted: boolean
}

/** One message. It tells its time where it is the last of its group or something is the matter with it. */
export function Bubble({ message, last, formatted }: Props) {
  const times = useTimes()
  const out = message.direction === 'out'
  const showLine = last || deliveryOf(message).notable
  const ownLine = showLine && (!out || message.author.type === 'elsewhere')
  const edited = message.deleted_at === null && message.edited_at
  return (
    <Stack
      gap="1"
      align={out ? 'flex-end' : 'flex-start'}
      minW="0"
      maxW="100%"
      rounded="l3"
      outline="none"
      transition="background 0.4s"
      css={{ '&[data-marked]': { background: 'var(--chakra-colors-brand-subtle)' } }}
      data-message={message.id}
      tabIndex={-1}
      title={showLine ? undefined : times.full(message.created_at)}
    >
      {message.referral && <ReferralNote referral={message.referral} />}
      {message.reply_to && <Quotation quoted={message.reply_to} />}
      <Flex align="center" gap="1" direction={out ? 'row-reverse' : 'row'} maxW="100%">
        <Stack gap="1" align={out ? 'flex-end' : 'flex-start'} minW="0">
          {message.deleted_at === null ? (
            <Said message={message} last={last} formatted={formatted} />
          ) : (
            <Deleted />
          )}
        </Stack>
        <MessageActions message={message} />
      </Flex>
      <Reactions reactions={message.reactions} />
      {edited && !ownLine && <Edited at={edited} />}
      {showLine && out && message.author.type !== 'elsewhere' && (
        <Box px="1">
          <DeliveryLine message={message} />
        </Box>
      )}
      {ownLine && (
        <Flex gap="1" textStyle="2xs" color="fg.subtle">
          <Text as="time" ps="1" title={times.full(message.created_at)}>
            {times.clock(message.created_at)}
          </Text>
          {edited && (
            <>
              <span aria-hidden>·</span>
              <Edited at={edited} />
            </>
          )}
        </Flex>
      )}
    </Stack>
  )
}

function Said({ message, last, formatted }: Props) {
  const out = message.direction === 'out'
  const { content } = message
  if (content?.type === 'template') return <SentTemplate message={message} content={content} />
  return (
    <>
      {message.media.map((media) => (
        <MediaView key={media.id} media={media} />
      ))}
      {content && <ContentView content={content} />}
      {message.text && (
        <Box
          bg={out ? 'brand.muted' : 'bg.muted'}
          px="3"
          py="1.5"
          rounded="14px"
          borderEndEndRadius={out && last ? '4px' : undefined}
          borderEndStartRadius={!out && last ? '4px' : undefined}
          maxW="100%"
        >
          <MessageText text={message.text} formatted={formatted} />
        </Box>
      )}
    </>
  )
}

function Edited({ at }: { at: string }) {
  const { t } = useTranslation()
  const times = useTimes()
  return (
    <Text textStyle="2xs" color="fg.subtle" pe="1" title={times.full(at)}>
      {t('message.edited')}
    </Text>
  )
}

function Deleted() {
  const { t } = useTranslation()
  return (
    <Text
      display="flex"
      alignItems="center"
      gap="1.5"
      borderWidth="1px"
      rounded="14px"
      px="3"
      py="1.5"
      color="fg.muted"
      fontStyle="italic"
    >
      <Ban size={14} aria-hidden /> {t('message.deleted')}
    </Text>
  )
}
