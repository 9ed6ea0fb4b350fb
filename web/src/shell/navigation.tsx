import { Box, Flex, Text } from '@chakra-ui/react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'wouter'
import { parseInboxPath } from '../inbox/route.ts'
import { Logo } from '../ui/logo.tsx'
import { MorePages } from './more-pages.tsx'
import { type AppPage, isWithin } from './pages.ts'
import { ProfileMenu } from './profile-menu.tsx'
import { useUnreadCount } from './unread.ts'

/** So many pages have their own place on a phone; the others share one. */
const onPhone = 3

/** A rail at the left on wide screens, a bar at the bottom on phones. */
export function Navigation({ pages }: { pages: readonly AppPage[] }) {
  const { t } = useTranslation()
  const unread = useUnreadCount()
  const rest = pages.length > onPhone + 1 ? pages.slice(onPhone) : []
  const [location] = useLocation()
  // On a phone an open conversation takes the whole screen; its own arrow leads back.
  const threadOpen = parseInboxPath(location).id !== null && location.startsWith('/inbox/')
  return (
    <Flex
      as="nav"
      aria-label={t('nav.label')}
      direction={{ base: 'row', md: 'column' }}
      display={{ base: threadOpen ? 'none' : 'flex', md: 'flex' }}
      align="center"
      gap="1"
      w={{ md: '19' }}
      px={{ base: '2', md: '1.5' }}
      py={{ base: '1', md: '3' }}
      pb={{ base: 'max(0.25rem, env(safe-area-inset-bottom))', md: '3' }}
      bg="bg.subtle"
      borderRightWidth={{ md: '1px' }}
      borderTopWidth={{ base: '1px', md: '0' }}
      flexShrink={0}
    >
      <Box display={{ base: 'none', md: 'block' }} mb="3">
        <Logo />
      </Box>
      {pages.map((page) => (
        <NavLink
          key={page.path}
          page={page}
          count={page.path === '/inbox' ? unread : 0}
          wideOnly={rest.includes(page)}
        />
      ))}
      {rest.length > 0 && <MorePages pages={rest} />}
      <Box flex="1" minW="1" />
      <ProfileMenu />
    </Flex>
  )
}

interface NavLinkProps {
  page: AppPage
  count: number
  wideOnly: boolean
}

function NavLink({ page, count, wideOnly }: NavLinkProps) {
  const { t } = useTranslation()
  const [location] = useLocation()
  const active = isWithin(location, page)
  const Icon = page.icon
  return (
    <Link href={page.path} asChild>
      <Flex
        as="a"
        aria-current={active ? 'page' : undefined}
        display={{ base: wideOnly ? 'none' : 'flex', md: 'flex' }}
        direction="column"
        align="center"
        justify="center"
        gap="0.5"
        minW="16"
        px="1"
        py="1.5"
        rounded="l3"
        position="relative"
        color={active ? 'brand.fg' : 'fg.muted'}
        bg={active ? 'brand.muted' : undefined}
        transition="background 0.12s"
        _hover={{ bg: active ? 'brand.muted' : 'bg.emphasized' }}
        focusVisibleRing="inside"
      >
        <Icon size={19} strokeWidth={active ? 2.1 : 1.8} aria-hidden />
        <Text textStyle="2xs" fontWeight={active ? 'semibold' : 'medium'} whiteSpace="nowrap">
          {t(page.label as 'nav.inbox')}
        </Text>
        {count > 0 && (
          <Box
            position="absolute"
            top="0.5"
            right="2.5"
            minW="4"
            px="1"
            rounded="full"
            bg="brand.solid"
            color="brand.contrast"
            fontSize="10px"
            lineHeight="16px"
            fontWeight="semibold"
            textAlign="center"
          >
            <span aria-hidden>{count > 99 ? '99+' : count}</span>
            <Box srOnly>{t('nav.unread', { count })}</Box>
          </Box>
        )}
      </Flex>
    </Link>
  )
}
