import { Badge, Box, Flex, Heading, Text } from '@chakra-ui/react'
import { ArrowLeft, PanelRight } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Conversation } from '../../../../src/contract/api/conversations.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { ConversationActions } from '../actions/conversation-actions.tsx'
import { ContactMark } from '../contact-mark.tsx'
import { contactTitle, hasNumber, senderText } from '../names.ts'
import { useInboxRoute } from '../route.ts'

interface Props {
  conversation: Conversation
  detailsOpen: boolean
  onToggleDetails: () => void
}

/** Who one talks with, over which number, whose conversation it is, and what can be done with it. */
export function ThreadHeader({ conversation, detailsOpen, onToggleDetails }: Props) {
  const { t } = useTranslation()
  const { open } = useInboxRoute()
  const { contact, sender, owner, queue, status, opted_out_at } = conversation
  const holder =
    status === 'closed'
      ? t('conversation.closed')
      : owner
        ? visibleText(owner.name)
        : queue
          ? t('conversation.in_queue', { queue: visibleText(queue.name) })
          : t('conversation.nobody')
  return (
    <Flex as="header" align="center" gap="2" minH="14" px={{ base: '2', md: '5' }} borderBottomWidth="1px">
      <IconButton label={t('inbox.back')} display={{ md: 'none' }} onClick={() => open(null)}>
        <ArrowLeft />
      </IconButton>
      <ContactMark contact={contact} sizePx={32} network />
      <Box flex="1" minW="0">
        <Heading as="h2" size="md" fontWeight="semibold" truncate>
          {contactTitle(conversation)}
        </Heading>
        <Text color="fg.muted" textStyle="xs" truncate>
          {contact.name && hasNumber(contact) && `${visibleText(contact.address)} · `}
          {t('conversation.via', {
            sender: senderText(sender),
            channel: visibleText(sender.channel_name),
          })}
          {' · '}
          {holder}
        </Text>
      </Box>
      {opted_out_at !== null && (
        <Badge colorPalette="orange" flexShrink={0}>
          {t('consent.badge')}
        </Badge>
      )}
      <ConversationActions conversation={conversation} />
      <IconButton
        label={detailsOpen ? t('details.hide') : t('details.show')}
        aria-pressed={detailsOpen}
        display={{ base: 'none', xl: 'inline-flex' }}
        onClick={onToggleDetails}
      >
        <PanelRight />
      </IconButton>
    </Flex>
  )
}
