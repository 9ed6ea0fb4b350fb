import { Dialog as ChakraDialog, CloseButton, Portal } from '@chakra-ui/react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

interface Props {
  open: boolean
  onClose: () => void
  title: string
  children: ReactNode
  /** Buttons at the lower right. */
  footer?: ReactNode
  size?: 'xs' | 'sm' | 'md' | 'lg' | 'xl'
}

/** A dialog over the page. Escape and a press outside close it; the focus goes back to where it was. */
export function Dialog({ open, onClose, title, children, footer, size = 'sm' }: Props) {
  const { t } = useTranslation()
  return (
    <ChakraDialog.Root
      open={open}
      onOpenChange={(details) => !details.open && onClose()}
      size={size}
      scrollBehavior="inside"
      placement={{ base: 'bottom', md: 'center' }}
      lazyMount
      unmountOnExit
    >
      <Portal>
        <ChakraDialog.Backdrop />
        <ChakraDialog.Positioner>
          <ChakraDialog.Content
            bg="bg.panel"
            // On a phone it is a sheet at the lower edge.
            mb={{ mdDown: '0' }}
            maxH={{ mdDown: 'calc(100dvh - 2.5rem)' }}
            roundedBottom={{ mdDown: '0' }}
          >
            <ChakraDialog.Header px="5" pt="4" pb="3">
              <ChakraDialog.Title textStyle="lg" fontWeight="semibold">
                {title}
              </ChakraDialog.Title>
            </ChakraDialog.Header>
            <ChakraDialog.Body px="5" pb={footer ? '3' : '5'}>
              {children}
            </ChakraDialog.Body>
            {footer && (
              <ChakraDialog.Footer px="5" pt="2" pb="4">
                {footer}
              </ChakraDialog.Footer>
            )}
            <ChakraDialog.CloseTrigger asChild>
              <CloseButton size="xs" aria-label={t('common.close')} />
            </ChakraDialog.CloseTrigger>
          </ChakraDialog.Content>
        </ChakraDialog.Positioner>
      </Portal>
    </ChakraDialog.Root>
  )
}
