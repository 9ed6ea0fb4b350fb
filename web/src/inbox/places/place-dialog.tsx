import { Box, Button, Flex, Text } from '@chakra-ui/react'
import { SendHorizontal } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../../ui/dialog.tsx'
import type { ChosenPlace } from './chosen-place.ts'
import { PlaceBubble } from './place-bubble.tsx'
import { PlaceField } from './place-field.tsx'

interface Props {
  open: boolean
  onClose: () => void
  onSend: (place: ChosenPlace) => void
}

/** Sends a place: from a map link or coordinates, beside what the customer will see. */
export function PlaceDialog(props: Props) {
  const { t } = useTranslation()
  return (
    <Dialog open={props.open} onClose={props.onClose} title={t('place.send')} size="lg">
      <PlaceForm {...props} />
    </Dialog>
  )
}

function PlaceForm({ onClose, onSend }: Props) {
  const { t } = useTranslation()
  const [place, setPlace] = useState<ChosenPlace | null>(null)
  const [asked, setAsked] = useState(false)
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        setAsked(true)
        if (place) onSend(place)
      }}
    >
      <Flex gap="5" direction={{ base: 'column', md: 'row' }}>
        <Box flex="1" minW="0">
          <PlaceField
            place={place}
            error={asked && !place ? t('template.fault.missing') : undefined}
            onChange={setPlace}
          />
        </Box>
        <Box as="figure" flex="1" minW="0" role="group" aria-label={t('template.preview')}>
          <Text as="figcaption" textStyle="xs" color="fg.muted" mb="1.5">
            {t('template.preview')}
          </Text>
          <PlaceBubble place={place} />
        </Box>
      </Flex>
      <Flex justify="flex-end" gap="2" mt="4">
        <Button variant="ghost" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button type="submit">
          <SendHorizontal /> {t('composer.send')}
        </Button>
      </Flex>
    </form>
  )
}
