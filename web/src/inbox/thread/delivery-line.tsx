import { Flex, Text } from '@chakra-ui/react'
import { useTranslation } from 'react-i18next'
import type { Message } from '../../../../src/contract/api/conversations.ts'
import { useTimes } from '../../lib/times.ts'
import { deliveryOf } from './delivery.ts'
import { FailureNote } from './failure-note.tsx'
import { failureTexts } from './failure-texts.ts'
import { pricingWords } from './pricing-words.ts'
import { StatusIcon } from './status-icon.tsx'

const colors = { quiet: 'fg.subtle', good: 'fg.subtle', warning: 'fg.warning', bad: 'fg.error' } as const

/** Under an outbound message: when it was written, how far it has come, and what to do where it did not go out. */
export function DeliveryLine({ message }: { message: Message }) {
  const { t } = useTranslation()
  const times = useTimes()
  const delivery = deliveryOf(message)
  return (
    <>
      <Flex
        align="center"
        gap="1"
        wrap="wrap"
        textStyle="2xs"
        color={colors[delivery.tone]}
        justify="flex-end"
      >
        <Text as="time" title={times.full(message.created_at)}>
          {times.clock(message.created_at)}
        </Text>
        <StatusIcon status={message.status} sizePx={13} silent />
        <Text>
          {t(delivery.words, {
            count: delivery.count,
            time: delivery.expectedAt ? times.coming(delivery.expectedAt) : '',
          })}
          {message.status === 'queued' && message.failure && ` · ${failureTexts(message.failure).title}`}
          {message.failed_over && ` · ${t('delivery.failed_over')}`}
          {message.maybe_repeat && ` · ${t('delivery.maybe_repeat')}`}
        </Text>
        {message.pricing && <Text title={t('pricing.told')}>· {pricingWords(message.pricing, t)}</Text>}
      </Flex>
      {(message.status === 'failed' || message.status === 'unconfirmed') && <FailureNote message={message} />}
    </>
  )
}
