import { Badge, Box, Button, Flex, Skeleton, Stack, Text } from '@chakra-ui/react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { MonitorSmartphone } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { SignIn } from '../../../src/contract/api/people.ts'
import { api, type Page } from '../api/client.ts'
import { useTimes } from '../lib/times.ts'
import { visibleText } from '../lib/visible-text.ts'
import { queryClient } from '../query-client.ts'
import { LoadError } from '../ui/load-error.tsx'
import { toastProblem } from '../ui/toaster.tsx'
import { browserName } from './browser-name.ts'

/** Where the person is signed in, each with a way to end it. */
export function SignIns() {
  const list = useQuery({
    queryKey: ['sign-ins'],
    queryFn: ({ signal }) => api<Page<SignIn>>('/session/sign-ins', { signal }),
  })
  if (list.isError) return <LoadError error={list.error} retry={list.refetch} />
  if (!list.data) return <Skeleton h="24" />
  return (
    <Stack gap="0" borderWidth="1px" rounded="l3" overflow="hidden">
      {list.data.data.map((signIn) => (
        <Row key={signIn.id} signIn={signIn} />
      ))}
    </Stack>
  )
}

function Row({ signIn }: { signIn: SignIn }) {
  const { t } = useTranslation()
  const times = useTimes()
  const revoke = useMutation({
    mutationFn: () => api(`/session/sign-ins/${signIn.id}`, { method: 'DELETE' }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['sign-ins'] }),
    onError: toastProblem,
  })
  return (
    <Flex gap="3" align="center" px="4" py="3" borderBottomWidth="1px" _last={{ borderBottomWidth: 0 }}>
      <Box color="fg.subtle">
        <MonitorSmartphone size={18} aria-hidden />
      </Box>
      <Box flex="1" minW="0">
        <Flex gap="2" align="center">
          <Text fontWeight="medium">{visibleText(browserName(signIn.user_agent))}</Text>
          {signIn.current && <Badge colorPalette="green">{t('account.this_browser')}</Badge>}
        </Flex>
        <Text color="fg.muted" textStyle="xs">
          {signIn.ip} · {t('account.last_seen', { when: times.full(signIn.last_seen_at) })}
        </Text>
      </Box>
      {!signIn.current && (
        <Button variant="outline" loading={revoke.isPending} onClick={() => revoke.mutate()}>
          {t('account.revoke')}
        </Button>
      )}
    </Flex>
  )
}
