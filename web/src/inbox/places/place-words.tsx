import { Text } from '@chakra-ui/react'
import { useTranslation } from 'react-i18next'
import type { NewMessage } from '../../../../src/contract/api/conversations.ts'
import { visibleText } from '../../lib/visible-text.ts'

/** A place in words: its name, its address, where it lies. */
export function PlaceWords({ place }: { place: NonNullable<NewMessage['location']> }) {
  const { t } = useTranslation()
  const { latitude, longitude, name, address } = place
  return (
    <>
      <Text fontWeight="medium">{name ? visibleText(name) : t('content.location')}</Text>
      {address && <Text>{visibleText(address)}</Text>}
      <Text textStyle="xs" color="fg.muted">
        {latitude}, {longitude}
      </Text>
    </>
  )
}
