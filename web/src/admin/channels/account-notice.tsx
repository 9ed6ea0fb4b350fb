import { Box, Button, Flex, Text } from '@chakra-ui/react'
import { useMutation } from '@tanstack/react-query'
import { Megaphone } from 'lucide-react'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { ApiChannel } from '../../../../src/contract/api/channels.ts'
import { api } from '../../api/client.ts'
import { useTimes } from '../../lib/times.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { queryClient } from '../../query-client.ts'
import { useMay } from '../../session/me.ts'
import { toastProblem } from '../../ui/toaster.tsx'
import { channelQuery, channelsQuery } from '../queries.ts'

interface Props {
  channel: ApiChannel
  notice: NonNullable<ApiChannel['notice']>
  providerName: string
}

/** What the provider told of the account by itself, until somebody who manages channels has read it. */
export function AccountNotice({ channel, notice, providerName }: Props) {
  const { t } = useTranslation()
  const times = useTimes()
  const titleId = useId()
  const mayManage = useMay('channels.manage')
  const dismiss = useMutation({
    mutationFn: () =>
      api<ApiChannel>(`/channels/${channel.id}/notice/dismiss`, { method: 'POST', body: { at: notice.at } }),
    onSuccess: (now) => {
      queryClient.setQueryData(channelQuery(channel.id).queryKey, now)
      void queryClient.invalidateQueries({ queryKey: channelsQuery.queryKey })
    },
    onError: toastProblem,
  })
  return (
    <Flex
      as="section"
      aria-labelledby={titleId}
      gap="3"
      align="flex-start"
      wrap={{ base: 'wrap', md: 'nowrap' }}
      mb="8"
      p={{ base: '4', md: '5' }}
      rounded="l3"
      borderWidth="1px"
      borderColor="fg.warning/30"
      bg="bg.warning"
    >
      <Box color="fg.warning" pt="0.5">
        <Megaphone size={17} aria-hidden />
      </Box>
      <Box flex="1" minW="14rem">
        <Text id={titleId} fontWeight="semibold">
          {t('admin.notice.title', { provider: providerName })}
        </Text>
        <Text mt="0.5" overflowWrap="anywhere">
          {visibleText(notice.detail)}
        </Text>
        <Text as="time" display="block" textStyle="xs" color="fg.muted" mt="1">
          {times.full(notice.at)}
        </Text>
      </Box>
      {mayManage && (
        <Button variant="outline" loading={dismiss.isPending} onClick={() => dismiss.mutate()}>
          {t('admin.notice.dismiss')}
        </Button>
      )}
    </Flex>
  )
}
