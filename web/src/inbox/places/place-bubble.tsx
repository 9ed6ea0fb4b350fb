import { Box, Stack, Text } from '@chakra-ui/react'
import { useTranslation } from 'react-i18next'
import { visibleText } from '../../lib/visible-text.ts'
import type { ChosenPlace } from './chosen-place.ts'
import { MapSketch } from './map-sketch.tsx'

/** A place as the customer sees it; what is missing while none is chosen. */
export function PlaceBubble({ place }: { place: ChosenPlace | null }) {
  const { t } = useTranslation()
  return (
    <Box bg="brand.muted" rounded="14px" p="1.5" w="fit-content" maxW="100%">
      <MapSketch />
      <Stack gap="0" px="1.5" pt="1.5" pb="0.5" maxW="16rem" overflowWrap="anywhere">
        {place === null ? (
          <Text color="fg.muted">{t('place.none')}</Text>
        ) : (
          <>
            {place.name && <Text fontWeight="semibold">{visibleText(place.name)}</Text>}
            {place.address && <Text>{visibleText(place.address)}</Text>}
            <Text textStyle="xs" color="fg.muted">
              {place.latitude}, {place.longitude}
            </Text>
          </>
        )}
      </Stack>
    </Box>
  )
}
