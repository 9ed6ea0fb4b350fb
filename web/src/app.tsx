import { Center, Spinner } from '@chakra-ui/react'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { setLocale } from './i18n.ts'
import { preferences } from './lib/preferences.ts'
import { meQuery } from './session/me.ts'
import { SetupPage } from './session/setup.tsx'
import { setupQuery } from './session/setup-state.ts'
import { SignInPage } from './session/sign-in.tsx'
import { Shell } from './shell/shell.tsx'
import { LoadError } from './ui/load-error.tsx'
import { Toaster } from './ui/toaster.tsx'

/** The gate: the first-run page, the sign-in page, or the app for the person who is signed in. */
export function App() {
  return (
    <>
      <Gate />
      <Toaster />
    </>
  )
}

function Gate() {
  const me = useQuery(meQuery)
  const signedOut = me.data === null
  const setup = useQuery({ ...setupQuery, enabled: signedOut })
  const locale = me.data?.extension.locale
  useEffect(() => {
    if (locale && preferences().locale === null) void setLocale(locale)
  }, [locale])

  if (me.data) return <Shell />
  if (me.isError) return <LoadError error={me.error} retry={me.refetch} />
  if (!signedOut || setup.isPending) return <Loading />
  if (setup.data?.needed) return <SetupPage demoOffered={setup.data.demo_offered} />
  return <SignInPage />
}

function Loading() {
  const { t } = useTranslation()
  return (
    <Center h="100%" role="status" aria-label={t('common.loading')}>
      <Spinner color="fg.subtle" />
    </Center>
  )
}
