import { Box, Flex, Text } from '@chakra-ui/react'
import { FileText, Image, Video } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Media } from '../../../../src/contract/api/conversations.ts'
import type { ApiTemplate } from '../../../../src/contract/api/templates.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { locationOf } from '../places/chosen-place.ts'
import { MapSketch } from '../places/map-sketch.tsx'
import { PlaceWords } from '../places/place-words.tsx'
import type { TemplateDraft } from './filled.ts'

const icons = { image: Image, video: Video, document: FileText } as const

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
  if (header.format === 'location') {
    return (
      <Box>
        <MapSketch />
        {place && (
          <Box pt="1.5">
            <PlaceWords place={locationOf(place)} />
          </Box>
        )}
      </Box>
    )
  }
  const Icon = icons[header.format]
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
        {file ? visibleText(file.name) : t(`template.header_${header.format}`)}
      </Text>
    </Flex>
  )
}
