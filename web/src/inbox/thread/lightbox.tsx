import { Box, CloseButton, Dialog, Portal } from '@chakra-ui/react'
import { useTranslation } from 'react-i18next'
import { visibleText } from '../../lib/visible-text.ts'

interface Props {
  open: boolean
  onClose: () => void
  url: string
  name: string
}

/** A picture over the whole window. */
export function Lightbox({ open, onClose, url, name }: Props) {
  const { t } = useTranslation()
  return (
    <Dialog.Root open={open} onOpenChange={onClose} size="cover" placement="center" lazyMount unmountOnExit>
      <Portal>
        <Dialog.Backdrop bg="blackAlpha.800" />
        <Dialog.Positioner>
          <Dialog.Content
            aria-label={visibleText(name)}
            bg="transparent"
            boxShadow="none"
            display="flex"
            alignItems="center"
            justifyContent="center"
            onClick={onClose}
          >
            <Box asChild maxW="100%" maxH="100%" objectFit="contain" rounded="l2">
              <img src={url} alt={visibleText(name)} />
            </Box>
            <Dialog.CloseTrigger asChild>
              <CloseButton aria-label={t('common.close')} bg="blackAlpha.700" color="white" size="sm" />
            </Dialog.CloseTrigger>
          </Dialog.Content>
        </Dialog.Positioner>
      </Portal>
    </Dialog.Root>
  )
}
