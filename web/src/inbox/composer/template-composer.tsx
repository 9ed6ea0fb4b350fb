import { Box, Flex, Text } from '@chakra-ui/react'
import { TimerOff } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Conversation } from '../../../../src/contract/api/conversations.ts'
import { lastSeenEvent } from '../../live/use-live.ts'
import { TemplatePicker } from '../templates/template-picker.tsx'
import { outbox } from './outbox.ts'

/** In place of the field for writing, once the window is over: only a template may be sent until the contact writes. */
export function TemplateComposer({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation()
  const [sent, setSent] = useState(0)
  return (
    <Box
      as="section"
      aria-label={t('template.composer')}
      mx={{ base: '2', md: '5' }}
      mb={{ base: '2', md: '4' }}
      px="4"
      pt="3"
      pb="5"
      maxH="min(28rem, 60dvh)"
      overflowY="auto"
      position="relative"
      borderWidth="1px"
      borderColor="border.emphasized"
      rounded="l3"
      bg="bg.panel"
      boxShadow="xs"
    >
      <Flex role="note" align="center" gap="2" mb="3" color="fg.muted">
        <TimerOff size={15} aria-hidden style={{ flexShrink: 0 }} />
        <Text>{t('window.over_template')}</Text>
      </Flex>
      <TemplatePicker
        key={sent}
        senderId={conversation.sender.id}
        marketingStopped={conversation.marketing_stopped_at !== null}
        onSend={({ template, text, media }) => {
          outbox.send({
            conversationId: conversation.id,
            text,
            media,
            template,
            seenEventId: lastSeenEvent(),
          })
          setSent(sent + 1)
        }}
      />
    </Box>
  )
}
