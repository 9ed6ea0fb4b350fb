import { Box, Flex, Text } from '@chakra-ui/react'
import { FileText, Image, MapPin, Video } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Media } from '../../../../src/contract/api/conversations.ts'
import type { ApiTemplate } from '../../../../src/contract/api/templates.ts'
import { visibleText } from '../../lib/visible-text.ts'
import type { TemplateDraft } from './filled.ts'

const icons = { image: Image, video: Video, document: FileText, location: MapPin } as const

interface Props {
  header: ApiTemplate['header']
  file: Media | null
  place: TemplateDraft['place']
}

/** The picture, file or place above a template's words; a sign for it while none is chosen. */
export function HeaderView({ header, file, place }: Props) {
  const { t } = useTranslation()
  if (!header || header.format === 'text') return null
  if (header.format === 'image' && file?.url && file.inline) {
    return (
      <Box asChild maxH="10rem" maxW="100%" rounded="l2" objectFit="cover">
        <img src={file.url} alt={visibleText(file.name)} />
      </Box>
    )
  }
  const Icon = icons[header.format]
  const chosen = header.format === 'location' ? placeWords(place) : file?.name
  return (
    <Flex
      align="center"
      justify="center"
      gap="2"
      minH="16"
      minW="12rem"
      px="3"
      rounded="l2"
      bg="bg.panel"
      color="fg.muted"
    >
      <Icon size={18} aria-hidden style={{ flexShrink: 0 }} />
      <Text overflowWrap="anywhere">
        {chosen ? visibleText(chosen) : t(`template.header_${header.format}`)}
      </Text>
    </Flex>
  )
}

const placeWords = (place: TemplateDraft['place']) =>
  place && (place.name || place.address || `${place.latitude}, ${place.longitude}`)
