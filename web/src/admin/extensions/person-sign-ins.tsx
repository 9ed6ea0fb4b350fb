import { Box, Button, Flex, Skeleton, Stack, Text } from '@chakra-ui/react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { LogOut, MonitorSmartphone } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Extension } from '../../../../src/contract/api/people.ts'
import { api } from '../../api/client.ts'
import { useTimes } from '../../lib/times.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { queryClient } from '../../query-client.ts'
import { browserName } from '../../session/browser-name.ts'
import { LoadError } from '../../ui/load-error.tsx'
import { toastProblem } from '../../ui/toaster.tsx'
import { signInsQuery } from '../queries.ts'

/** Where a person is signed in, with a way to end it all. */
export function PersonSignIns({ person }: { person: Extension }) {
  const { t } = useTranslation()
  const times = useTimes()
  const list = useQuery(signInsQuery(person.id))
  const end = useMutation({
    mutationFn: () => api(`/extensions/${person.id}/sign-ins`, { method: 'DELETE' }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: signInsQuery(person.id).queryKey }),
    onError: toastProblem,
  })
  if (list.isError) return <LoadError error={list.error} retry={list.refetch} />
  if (!list.data) return <Skeleton h="16" />
  if (list.data.length === 0) return <Text color="fg.muted">{t('admin.access.no_sign_ins')}</Text>
  return (
    <Stack gap="2">
      <Text fontWeight="medium">{t('admin.access.sign_ins')}</Text>
      <Box borderWidth="1px" rounded="l3">
        {list.data.map((signIn) => (
          <Flex
            key={signIn.id}
            gap="3"
            align="center"
            px="3"
            py="2.5"
            borderBottomWidth="1px"
            _last={{ border: 0 }}
          >
            <Box color="fg.subtle">
              <MonitorSmartphone size={18} aria-hidden />
            </Box>
            <Box minW="0">
              <Text>{visibleText(browserName(signIn.user_agent))}</Text>
              <Text color="fg.muted" textStyle="xs">
                {signIn.ip} · {t('account.last_seen', { when: times.full(signIn.last_seen_at) })}
              </Text>
            </Box>
          </Flex>
        ))}
      </Box>
      <Button variant="outline" alignSelf="flex-start" loading={end.isPending} onClick={() => end.mutate()}>
        <LogOut /> {t('admin.access.end_all')}
      </Button>
    </Stack>
  )
}
