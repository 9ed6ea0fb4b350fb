import { Box, Flex, Heading, Stack, Text } from '@chakra-ui/react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Consent } from '../../../../src/contract/api/consent.ts'
import type { Conversation } from '../../../../src/contract/api/conversations.ts'
import { useTimes } from '../../lib/times.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { consentQuery } from '../queries.ts'
import { ConsentButton } from './consent-button.tsx'
import { useConsentSource } from './use-consent-source.ts'

/** Whether the contact may be written to from this number, and all that was said about it. */
export function ConsentSection({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation()
  const history = useQuery(consentQuery(conversation.id))
  const out = conversation.opted_out_at !== null
  return (
    <Box as="section" borderTopWidth="1px" px="5" pt="5" pb="6">
      <Heading as="h4" textStyle="xs" fontWeight="normal" color="fg.muted">
        {t('consent.title')}
      </Heading>
      <Flex align="center" justify="space-between" gap="2" mt="0.5" minH="7">
        <Text color={out ? 'fg.warning' : undefined}>{out ? t('consent.out') : t('consent.may')}</Text>
        <ConsentButton conversation={conversation} />
      </Flex>
      <Stack as="ul" gap="2" mt="2">
        {history.data?.map((consent) => (
          <Said key={consent.id} consent={consent} />
        ))}
      </Stack>
    </Box>
  )
}

function Said({ consent }: { consent: Consent }) {
  const { t } = useTranslation()
  const times = useTimes()
  const source = useConsentSource()
  return (
    <Box as="li" textStyle="xs" listStyleType="none">
      <Text color="fg.muted">
        {t(`consent.state_${consent.state}`)} · {source(consent)} · {times.full(consent.at)}
      </Text>
      <Text overflowWrap="anywhere">{visibleText(consent.words)}</Text>
    </Box>
  )
}
