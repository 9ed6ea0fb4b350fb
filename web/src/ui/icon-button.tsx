import { IconButton as ChakraIconButton, type IconButtonProps } from '@chakra-ui/react'
import { Hint } from './hint.tsx'

interface Props extends Omit<IconButtonProps, 'aria-label'> {
  /** What it does, in words: the accessible name and the hint. */
  label: string
}

/** A button that shows only an icon, with its name for everybody. */
export function IconButton({ label, ...props }: Props) {
  return (
    <Hint text={label}>
      <ChakraIconButton aria-label={label} variant="ghost" color="fg.muted" {...props} />
    </Hint>
  )
}
