import { Box, Flex, Heading, Stack, Text } from '@chakra-ui/react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Conversation } from '../../../../src/contract/api/conversations.ts'
import { useTimes } from '../../lib/times.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { ConsentSection } from '../consent/consent-section.tsx'
import { ContactMark } from '../contact-mark.tsx'
import { contactTitle, senderText } from '../names.ts'

/** The right part of the inbox on wide screens: the contact, and where the conversation stands. */
export function Details({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation()
  const times = useTimes()
  const { contact, sender, owner, queue, opened_at, closed_at, last_activity_at, marketing_stopped_at } =
    conversation
  return (
    <Box
      as="aside"
      aria-label={t('details.label')}
      display={{ base: 'none', xl: 'block' }}
      w="17.5rem"
      flexShrink={0}
      borderLeftWidth="1px"
      overflowY="auto"
      bg="bg.subtle"
    >
      <Flex direction="column" align="center" px="5" pt="8" pb="5" textAlign="center">
        <ContactMark contact={contact} sizePx={56} network />
        <Heading
          as="h3"
          size="md"
          fontWeight="semibold"
          mt="3"
          maxW="100%"
          lineClamp={3}
          overflowWrap="anywhere"
        >
          {contactTitle(conversation)}
        </Heading>
        <Flex align="center" gap="1" color="fg.muted">
          {contact.name && <Text>{visibleText(contact.address)}</Text>}
          <CopyButton text={visibleText(contact.address)} />
        </Flex>
      </Flex>
      <Stack as="dl" gap="3" px="5" pb="6" borderTopWidth="1px" pt="5">
        <Fact name={t('details.status')}>
          {conversation.status === 'open' ? t('details.open') : t('conversation.closed')}
        </Fact>
        <Fact name={t('details.owner')}>{owner ? visibleText(owner.name) : t('conversation.nobody')}</Fact>
        {queue && (
          <Fact name={t('details.queue')}>
            {visibleText(queue.name)} · {t(`pickup.${queue.pickup_mode}`)}
          </Fact>
        )}
        <Fact name={t(`details.sender.${contact.address_kind}`)}>{senderText(sender)}</Fact>
        <Fact name={t('details.channel')}>{visibleText(sender.channel_name)}</Fact>
        <Fact name={t('details.opened')}>{times.full(opened_at)}</Fact>
        <Fact name={t('details.activity')}>{times.full(last_activity_at)}</Fact>
        {marketing_stopped_at && (
          <Fact name={t('details.marketing')}>
            {t('details.marketing_stopped', { time: times.full(marketing_stopped_at) })}
          </Fact>
        )}
        {closed_at && <Fact name={t('details.closed_at')}>{times.full(closed_at)}</Fact>}
      </Stack>
      <ConsentSection conversation={conversation} />
    </Box>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <Box>
      <Text as="dt" textStyle="xs" color="fg.muted">
        {name}
      </Text>
      <Text as="dd" overflowWrap="anywhere">
        {children}
      </Text>
    </Box>
  )
}
