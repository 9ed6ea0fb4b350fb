import { Box, type BoxProps } from '@chakra-ui/react'

/** A bordered ground for what belongs together. */
export function Card(props: BoxProps) {
  return <Box bg="bg.panel" borderWidth="1px" rounded="l3" p={{ base: '4', md: '5' }} {...props} />
}
