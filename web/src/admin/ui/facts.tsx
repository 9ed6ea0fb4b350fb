import { Box, SimpleGrid, Text } from '@chakra-ui/react'
import type { ReactNode } from 'react'

interface Props {
  facts: readonly (readonly [name: string, value: ReactNode])[]
  /** For values of a few words. */
  wide?: boolean
}

/** Short facts side by side, each under its name. */
export function Facts({ facts, wide = false }: Props) {
  return (
    <SimpleGrid
      as="dl"
      minChildWidth={wide ? { base: '8rem', md: '14rem' } : '8rem'}
      columnGap="6"
      rowGap="4"
    >
      {facts.map(([name, value]) => (
        <Box key={name}>
          <Text as="dt" color="fg.muted" textStyle="xs">
            {name}
          </Text>
          <Box as="dd" mt="0.5" fontWeight="medium" fontVariantNumeric="tabular-nums">
            {value}
          </Box>
        </Box>
      ))}
    </SimpleGrid>
  )
}
