import { Box, Button, Flex, Text } from '@chakra-ui/react'
import { useMutation } from '@tanstack/react-query'
import { ChevronDown, RotateCw } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Message } from '../../../../src/contract/api/conversations.ts'
import { api } from '../../api/client.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { putAnswer } from '../../live/messages-cache.ts'
import { queryClient } from '../../query-client.ts'
import { toastProblem } from '../../ui/toaster.tsx'
import { messagesKey } from '../queries.ts'
import { failureTexts } from './failure-texts.ts'

/** Why a message did not go out, what helps, the carrier's own words, and another try. */
export function FailureNote({ message }: { message: Message }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const unconfirmed = message.status === 'unconfirmed'
  const again = useMutation({
    mutationFn: ({ id }: Message) => api<Message>(`/messages/${id}/send-again`, { method: 'POST' }),
    onSuccess: (sent, former) => putAnswer(queryClient, messagesKey(sent.conversation_id), sent, former),
    onError: toastProblem,
  })
  const { failure } = message
  const texts = failure && failureTexts(failure)
  const words = [failure?.vendor_code, failure?.vendor_text].filter(Boolean).join(' · ')
  return (
    <Box
      mt="1"
      mb="1.5"
      p="2.5"
      rounded="l2"
      borderWidth="1px"
      bg={unconfirmed ? 'bg.warning' : 'bg.error'}
      borderColor={unconfirmed ? 'border.warning/40' : 'border.error/40'}
      textAlign="start"
      maxW="24rem"
    >
      {texts && <Text fontWeight="medium">{texts.title}</Text>}
      <Text color="fg.muted" textStyle="xs" mt="0.5">
        {unconfirmed ? t('delivery.unconfirmed_warning') : texts?.remedy}
      </Text>
      <Flex gap="2" mt="2" wrap="wrap">
        <Button size="2xs" variant="outline" loading={again.isPending} onClick={() => again.mutate(message)}>
          <RotateCw /> {t('delivery.send_again')}
        </Button>
        {words !== '' && (
          <Button size="2xs" variant="ghost" aria-expanded={open} onClick={() => setOpen(!open)}>
            {t('delivery.carrier_words')}
            <ChevronDown style={{ transform: open ? 'rotate(180deg)' : 'none' }} />
          </Button>
        )}
      </Flex>
      {open && (
        <Text fontFamily="mono" textStyle="xs" mt="2" overflowWrap="anywhere">
          {visibleText(words)}
        </Text>
      )}
    </Box>
  )
}
