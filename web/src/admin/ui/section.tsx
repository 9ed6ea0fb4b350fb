import { Box, Flex, Heading, Text } from '@chakra-ui/react'
import type { ReactNode } from 'react'

interface Props {
  title: string
  text?: string
  /** Buttons and filters at the right of the title. */
  actions?: ReactNode
  children: ReactNode
}

/** One part of a page under a heading of its own. */
export function Section({ title, text, actions, children }: Props) {
  return (
    <Box as="section" mb="8">
      <Flex align="center" gap="3" mb="3" minH="7.5" wrap="wrap">
        <Box flex="1" minW="10rem">
          <Heading as="h2" textStyle="md" fontWeight="semibold">
            {title}
          </Heading>
          {text && (
            <Text color="fg.muted" textStyle="xs" mt="0.5">
              {text}
            </Text>
          )}
        </Box>
        {actions}
      </Flex>
      {children}
    </Box>
  )
}
