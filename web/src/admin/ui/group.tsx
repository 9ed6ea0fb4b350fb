import { Box, Grid, Heading, Stack, Text } from '@chakra-ui/react'
import type { ReactNode } from 'react'

/** Fields that belong together, with what they are about at the left. */
export function Group({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <Grid
      as="section"
      templateColumns={{ base: '1fr', lg: '15rem minmax(0, 32rem)' }}
      columnGap="10"
      rowGap="4"
    >
      <Box>
        <Heading as="h2" textStyle="md" fontWeight="semibold">
          {title}
        </Heading>
        <Text color="fg.muted" textStyle="xs" mt="1">
          {text}
        </Text>
      </Box>
      <Stack gap="5">{children}</Stack>
    </Grid>
  )
}
