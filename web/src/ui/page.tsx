import { Box, Link as ChakraLink, Flex, Heading, Text } from '@chakra-ui/react'
import { ArrowLeft } from 'lucide-react'
import { type ReactNode, useEffect } from 'react'
import { Link } from 'wouter'
import { setPageTitle } from '../lib/page-title.ts'

interface Props {
  title: string
  /** One sentence under the title. */
  summary?: string
  /** Buttons at the right of the title. */
  actions?: ReactNode
  /** Widest line of the content. */
  maxW?: string
  /** The page above this one. */
  back?: { href: string; label: string }
  children: ReactNode
}

/** A scrolling page with a title: everything that is not the inbox. */
export function Page({ title, summary, actions, maxW = '64rem', back, children }: Props) {
  useEffect(() => setPageTitle(title), [title])
  return (
    <Box flex="1" overflowY="auto" minW="0">
      <Box maxW={maxW} mx="auto" px={{ base: '4', md: '8' }} pt={{ base: '5', md: '8' }} pb="16">
        {back && (
          <ChakraLink asChild color="fg.muted" textStyle="xs" mb="2" gap="1">
            <Link href={back.href}>
              <ArrowLeft size={13} aria-hidden /> {back.label}
            </Link>
          </ChakraLink>
        )}
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
