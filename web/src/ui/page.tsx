import { Box, Flex, Heading, Text } from '@chakra-ui/react'
import { type ReactNode, useEffect } from 'react'
import { setPageTitle } from '../lib/page-title.ts'

interface Props {
  title: string
  /** One sentence under the title. */
  summary?: string
  /** Buttons at the right of the title. */
  actions?: ReactNode
  /** Widest line of the content. */
  maxW?: string
  children: ReactNode
}

/** A scrolling page with a title: everything that is not the inbox. */
export function Page({ title, summary, actions, maxW = '64rem', children }: Props) {
  useEffect(() => setPageTitle(title), [title])
  return (
    <Box flex="1" overflowY="auto" minW="0">
      <Box maxW={maxW} mx="auto" px={{ base: '4', md: '8' }} pt={{ base: '5', md: '8' }} pb="16">
        <Flex align="flex-start" gap="4" mb="6" wrap="wrap">
          <Box flex="1" minW="12rem">
            <Heading as="h1" size="xl" fontWeight="semibold" letterSpacing="-0.01em">
              {title}
            </Heading>
            {summary && (
              <Text color="fg.muted" mt="1">
                {summary}
              </Text>
            )}
          </Box>
          {actions}
        </Flex>
        {children}
      </Box>
    </Box>
  )
}
