import { MapPin } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { NewMessage } from '../../../../../src/contract/api/conversations.ts'
import { mapUrl } from '../../../lib/map-link.ts'
import { PlaceWords } from '../../places/place-words.tsx'
import { ContentCard } from './card.tsx'
import { OutLink } from './out-link.tsx'

interface Props {
  place: NonNullable<NewMessage['location']>
}

/** A place in words, with a link to a map: nothing is fetched from a map's maker before one follows it. */
export function LocationCard({ place }: Props) {
  const { t } = useTranslation()
  return (
    <ContentCard icon={<MapPin size={18} aria-hidden />}>
      <PlaceWords place={place} />
      <OutLink href={mapUrl(place)}>{t('content.map')}</OutLink>
    </ContentCard>
  )
}
