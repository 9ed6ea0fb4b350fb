import { Portal, Tooltip } from '@chakra-ui/react'
import type { ReactElement } from 'react'

/** A small explanation on hover and focus of the one element inside. */
export function Hint({ text, children }: { text: string; children: ReactElement }) {
  return (
    <Tooltip.Root openDelay={500} closeDelay={60} lazyMount unmountOnExit>
      <Tooltip.Trigger asChild>{children}</Tooltip.Trigger>
      <Portal>
        <Tooltip.Positioner>
          <Tooltip.Content textStyle="xs" px="2" py="1">
            {text}
          </Tooltip.Content>
        </Tooltip.Positioner>
      </Portal>
    </Tooltip.Root>
  )
}
