import { Box, Center, Flex, Link, Spinner } from '@chakra-ui/react'
import { FileQuestion } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { Redirect, Route, Switch } from 'wouter'
import { Announcer } from '../live/announcer.tsx'
import { useLive } from '../live/use-live.ts'
import { useMe } from '../session/me.ts'
import { Empty } from '../ui/empty.tsx'
import { ConnectionBanner } from './connection-banner.tsx'
import { Navigation } from './navigation.tsx'
import { pages } from './pages.ts'
import { useUnreadTitle } from './unread.ts'

const AccountPage = lazy(() =>
  import('../session/account.tsx').then(({ AccountPage: page }) => ({ default: page })),
)

/** The frame around every page: navigation, the connection's state, and the page of the address. */
export function Shell() {
  const { t } = useTranslation()
  const { permissions } = useMe()
  const connection = useLive()
  useUnreadTitle()
  const mine = pages.filter((page) => permissions.includes(page.permission))
  return (
    <Flex direction={{ base: 'column-reverse', md: 'row' }} h="100dvh" bg="bg">
      <Link
        href="#content"
        position="absolute"
        zIndex="skipNav"
        left="2"
        top="-12"
        _focus={{ top: '2' }}
        bg="bg.panel"
        px="3"
        py="2"
        rounded="l2"
        boxShadow="md"
      >
        {t('nav.skip')}
      </Link>
      <Announcer />
      <Navigation pages={mine} />
      <Flex as="main" id="content" tabIndex={-1} direction="column" flex="1" minW="0" minH="0" outline="none">
        <ConnectionBanner state={connection} />
        <Suspense fallback={<PageLoading />}>
          <Switch>
            {mine.map(({ path, component: Component }) => (
              <Route key={path} path={`${path}/*?`}>
                <Component />
              </Route>
            ))}
            <Route path="/account">
              <AccountPage />
            </Route>
            <Route path="/">
              <Redirect to="/inbox" replace />
            </Route>
            <Route path="/setup">
              <Redirect to="/inbox" replace />
            </Route>
            <Route>
              <Empty icon={FileQuestion} title={t('nav.not_found')} text={t('nav.not_found_text')} />
            </Route>
          </Switch>
        </Suspense>
      </Flex>
    </Flex>
  )
}

function PageLoading() {
  const { t } = useTranslation()
  return (
    <Center flex="1">
      <Box role="status" aria-label={t('common.loading')}>
        <Spinner color="fg.subtle" size="sm" />
      </Box>
    </Center>
  )
}
