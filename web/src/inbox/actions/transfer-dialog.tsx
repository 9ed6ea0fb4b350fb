import { Box, Button, Flex, Input, Skeleton, Stack, Text } from '@chakra-ui/react'
import { useQuery } from '@tanstack/react-query'
import { Bot, Users } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Destination } from '../../../../src/contract/api/common.ts'
import type { Extension, Queue } from '../../../../src/contract/api/people.ts'
import { api, type Page } from '../../api/client.ts'
import { useMe } from '../../session/me.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { LoadError } from '../../ui/load-error.tsx'
import { PersonMark } from '../../ui/person-mark.tsx'
import { toastDone } from '../../ui/toaster.tsx'
import { useTransfer } from './use-conversation-actions.ts'

interface Target {
  key: string
  name: string
  note: string
  mark: ReactNode
  destination: Destination
}

interface Props {
  conversationId: number
  open: boolean
  onClose: () => void
}

/** Hands a conversation to a colleague, a queue or a program. */
export function TransferDialog({ conversationId, open, onClose }: Props) {
  const { t } = useTranslation()
  const [search, setSearch] = useState('')
  const transfer = useTransfer(conversationId)
  const { targets, error, retry } = useTargets(open)
  const wanted = search.trim().toLowerCase()
  const found = targets?.filter(({ name, note }) => `${name} ${note}`.toLowerCase().includes(wanted))
  const hand = ({ destination, name }: Target) =>
    transfer.mutate(
      { destination },
      {
        onSuccess: () => {
          toastDone(t('actions.transferred', { name }))
          onClose()
        },
      },
    )
  return (
    <Dialog open={open} onClose={onClose} title={t('actions.transfer')}>
      {error ? (
        <LoadError error={error} retry={retry} />
      ) : (
        <Stack gap="2">
          <Input
            placeholder={t('actions.transfer_search')}
            aria-label={t('actions.transfer_search')}
            value={search}
            onChange={(event) => setSearch(event.target.value)}
          />
          <Stack gap="0" maxH="20rem" overflowY="auto" mx="-2">
            {found === undefined ? (
              <Skeleton h="24" mx="2" />
            ) : (
              found.map((target) => (
                <Button
                  key={target.key}
                  variant="ghost"
                  h="auto"
                  py="1.5"
                  px="2"
                  justifyContent="flex-start"
                  gap="3"
                  disabled={transfer.isPending}
                  onClick={() => hand(target)}
                >
                  {target.mark}
                  <Box textAlign="start" minW="0">
                    <Text fontWeight="medium" truncate>
                      {target.name}
                    </Text>
                    <Text textStyle="xs" color="fg.muted" fontWeight="normal">
                      {target.note}
                    </Text>
                  </Box>
                </Button>
              ))
            )}
          </Stack>
        </Stack>
      )}
    </Dialog>
  )
}

/** Everybody and everything that can take a conversation, but the person who hands it over. */
function useTargets(enabled: boolean) {
  const { t } = useTranslation()
  const me = useMe()
  const people = useQuery({
    queryKey: ['extensions'],
    queryFn: ({ signal }) => api<Page<Extension>>('/extensions', { query: { limit: 200 }, signal }),
    enabled,
  })
  const queues = useQuery({
    queryKey: ['queues'],
    queryFn: ({ signal }) => api<Page<Queue>>('/queues', { query: { limit: 200 }, signal }),
    enabled,
  })
  const ready = people.data && queues.data
  const targets: Target[] | undefined = ready && [
    ...queues.data.data.map(({ id, name }) => ({
      key: `queue:${id}`,
      name,
      note: t('actions.queue'),
      mark: <IconMark icon={<Users size={15} />} />,
      destination: { type: 'queue', id } as const,
    })),
    ...people.data.data
      .filter(({ id, active }) => active && id !== me.extension.id)
      .map(({ id, name, number }) => ({
        key: `extension:${id}`,
        name,
        note: number,
        mark: <PersonMark name={name} seed={`ext:${id}`} sizePx={28} />,
        destination: { type: 'extension', id } as const,
      })),
    {
      key: 'api',
      name: t('actions.api'),
      note: t('actions.api_note'),
      mark: <IconMark icon={<Bot size={15} />} />,
      destination: { type: 'api' } as const,
    },
  ]
  const retry = () => Promise.all([people.refetch(), queues.refetch()])
  return { targets, error: people.error ?? queues.error, retry }
}

function IconMark({ icon }: { icon: ReactNode }) {
  return (
    <Flex boxSize="7" rounded="full" bg="bg.muted" align="center" justify="center" flexShrink={0}>
      {icon}
    </Flex>
  )
}
