import { Text } from '@chakra-ui/react'
import { MapPin } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { mapUrl } from '../../../lib/map-link.ts'
import { visibleText } from '../../../lib/visible-text.ts'
import { ContentCard } from './card.tsx'
import { OutLink } from './out-link.tsx'

interface Props {
  place: {
    latitude: number
    longitude: number
    name?: string | undefined
    address?: string | undefined
  }
}

/** A place in words, with a link to a map: nothing is fetched from a map's maker before one follows it. */
export function LocationCard({ place }: Props) {
  const { t } = useTranslation()
  const { latitude, longitude, name, address } = place
  return (
    <ContentCard icon={<MapPin size={18} aria-hidden />}>
      <Text fontWeight="medium">{name ? visibleText(name) : t('content.location')}</Text>
      {address && <Text>{visibleText(address)}</Text>}
      <Text textStyle="xs" color="fg.muted">
        {latitude}, {longitude}
      </Text>
      <OutLink href={mapUrl({ latitude, longitude })}>{t('content.map')}</OutLink>
    </ContentCard>
  )
}
