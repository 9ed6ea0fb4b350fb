import { RadioCard, SimpleGrid } from '@chakra-ui/react'
import { useTranslation } from 'react-i18next'
import type { ProviderInfo } from '../../../../src/contract/api/channels.ts'
import { useLocalText } from '../local-text.ts'

interface Props {
  providers: readonly ProviderInfo[]
  value: string
  onValue: (id: string) => void
}

/** With whom a new channel is. */
export function ProviderChoice({ providers, value, onValue }: Props) {
  const { t } = useTranslation()
  const local = useLocalText()
  return (
    <RadioCard.Root
      mb="8"
      size="sm"
      value={value}
      onValueChange={(details) => details.value && onValue(details.value)}
    >
      <RadioCard.Label mb="2">{t('admin.channels.provider')}</RadioCard.Label>
      <SimpleGrid minChildWidth={{ base: '100%', md: '15rem' }} gap="3">
        {providers.map(({ id, name, summary }) => (
          <RadioCard.Item key={id} value={id} maxW={{ md: '22rem' }}>
            <RadioCard.ItemHiddenInput />
            <RadioCard.ItemControl>
              <RadioCard.ItemContent>
                <RadioCard.ItemText>{name}</RadioCard.ItemText>
                <RadioCard.ItemDescription>{local(summary)}</RadioCard.ItemDescription>
              </RadioCard.ItemContent>
              <RadioCard.ItemIndicator />
            </RadioCard.ItemControl>
          </RadioCard.Item>
        ))}
      </SimpleGrid>
    </RadioCard.Root>
  )
}
