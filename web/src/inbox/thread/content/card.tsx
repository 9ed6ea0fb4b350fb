import { Box, Flex } from '@chakra-ui/react'
import type { ReactNode } from 'react'

/** Something in a thread that is neither words nor a file: a sign for its kind, and what is in it. */
export function ContentCard({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <Flex gap="3" borderWidth="1px" rounded="l3" bg="bg.panel" px="3" py="2" minW="12rem" maxW="22rem">
      <Box color="fg.muted" pt="0.5" flexShrink={0}>
        {icon}
      </Box>
      <Box minW="0" overflowWrap="anywhere">
        {children}
      </Box>
    </Flex>
  )
}
