import { Box, Flex, Heading, NativeSelect, Text } from '@chakra-ui/react'
import { type ReactNode, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { type Locale, locales, setLocale } from '../i18n.ts'
import { setPageTitle } from '../lib/page-title.ts'
import { Logo } from '../ui/logo.tsx'

/** The page for those who are not signed in: one card in the middle, the language below it. */
export function SignedOutCard({
  title,
  text,
  children,
}: {
  title: string
  text: string
  children: ReactNode
}) {
  const { t, i18n } = useTranslation()
  useEffect(() => setPageTitle(title), [title])
  return (
    <Flex as="main" direction="column" align="center" h="100%" overflowY="auto" bg="bg.subtle" px="4" py="8">
      <Box w="100%" maxW="25rem" my="auto">
        <Flex align="center" gap="2.5" mb="6" justify="center">
          <Logo />
          <Text fontWeight="semibold" textStyle="lg" letterSpacing="-0.01em">
            Trunkline
          </Text>
        </Flex>
        <Box bg="bg.panel" borderWidth="1px" rounded="14px" p={{ base: '5', md: '7' }} boxShadow="sm">
          <Heading as="h1" size="lg" fontWeight="semibold" letterSpacing="-0.01em">
            {title}
          </Heading>
          <Text color="fg.muted" mt="1" mb="5">
            {text}
          </Text>
          {children}
        </Box>
        <NativeSelect.Root size="xs" variant="plain" w="auto" mx="auto" mt="5" maxW="8rem" color="fg.muted">
          <NativeSelect.Field
            aria-label={t('profile.language')}
            value={i18n.language}
            onChange={(event) => void setLocale(event.target.value as Locale, true)}
          >
            {Object.entries(locales).map(([locale, name]) => (
              <option key={locale} value={locale}>
                {name}
              </option>
            ))}
          </NativeSelect.Field>
          <NativeSelect.Indicator />
        </NativeSelect.Root>
      </Box>
    </Flex>
  )
}
