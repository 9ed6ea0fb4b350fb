import { Box, Flex, Text } from '@chakra-ui/react'
import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

interface Props {
  icon: LucideIcon
  title: string
  text?: string
  /** Buttons that lead on. */
  children?: ReactNode
}

/** What stands where there is nothing yet: says why, and what to do. */
export function Empty({ icon: Icon, title, text, children }: Props) {
  return (
    <Flex
      direction="column"
      align="center"
      justify="center"
      flex="1"
      minH="60"
      px="6"
      py="10"
      textAlign="center"
    >
      <Flex
        boxSize="11"
        rounded="full"
        bg="bg.muted"
        color="fg.subtle"
        align="center"
        justify="center"
        mb="3"
      >
        <Icon size={20} strokeWidth={1.75} aria-hidden />
      </Flex>
      <Text fontWeight="semibold" textStyle="md">
        {title}
      </Text>
      {text && (
        <Text color="fg.muted" maxW="22rem" mt="1">
          {text}
        </Text>
      )}
      {children && <Box mt="4">{children}</Box>}
    </Flex>
  )
}
