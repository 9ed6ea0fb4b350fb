import { Button, Input, Skeleton, Stack, Switch, Text } from '@chakra-ui/react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { NewSender, Sender, SenderPatch } from '../../../../src/contract/api/channels.ts'
import type { Extension, Queue } from '../../../../src/contract/api/people.ts'
import type { LocalText } from '../../../../src/contract/settings.ts'
import { api } from '../../api/client.ts'
import { ApiProblem } from '../../api/problem.ts'
import { senderText } from '../../inbox/names.ts'
import { queryClient } from '../../query-client.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { FormField } from '../../ui/form-field.tsx'
import { LoadError } from '../../ui/load-error.tsx'
import { useLocalText } from '../local-text.ts'
import { channelsQuery, extensionsQuery, queuesQuery } from '../queries.ts'
import { PeoplePicker } from '../ui/people-picker.tsx'
import { DestinationSelect } from './destination-select.tsx'
import { FailoverSelect } from './failover-select.tsx'

interface Props {
  channelId: number
  /** The one to change; a new one where there is none. */
  sender: Sender | undefined
  mayStart: boolean
  /** What an address is on this channel, where it is not a number. */
  addressHelp: LocalText | null
  onClose: () => void
}

/** Adds a sender, or changes where its conversations go and who may start some. */
export function SenderDialog({ channelId, sender, mayStart, addressHelp, onClose }: Props) {
  const { t } = useTranslation()
  const people = useQuery(extensionsQuery)
  const queues = useQuery(queuesQuery)
  const title = sender ? senderText(sender) : t('admin.sender.add')
  const error = people.error ?? queues.error
  return (
    <Dialog open onClose={onClose} title={title}>
      {error ? (
        <LoadError error={error} retry={() => Promise.all([people.refetch(), queues.refetch()])} />
      ) : people.data && queues.data ? (
        <SenderForm
          {...{ channelId, sender, mayStart, addressHelp, onClose }}
          people={people.data}
          queues={queues.data}
        />
      ) : (
        <Skeleton h="40" />
      )}
    </Dialog>
  )
}

interface FormProps extends Props {
  people: readonly Extension[]
  queues: readonly Queue[]
}

function SenderForm({ channelId, sender, mayStart, addressHelp, onClose, people, queues }: FormProps) {
  const { t } = useTranslation()
  const local = useLocalText()
  const [address, setAddress] = useState('')
  const [destination, setDestination] = useState(sender?.destination ?? null)
  const [starters, setStarters] = useState<readonly number[]>(sender?.starters ?? [])
  const [failover, setFailover] = useState(sender?.failover_channel_id ?? null)
  const [active, setActive] = useState(sender?.active ?? true)
  const save = useMutation({
    mutationFn: () => {
      const common = { destination, starters: [...starters] }
      return sender
        ? api(`/senders/${sender.id}`, {
            method: 'PATCH',
            body: { ...common, active, failover_channel_id: failover } satisfies SenderPatch,
          })
        : api(`/channels/${channelId}/senders`, {
            method: 'POST',
            body: { ...common, address: address.trim() } satisfies NewSender,
          })
    },
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: channelsQuery.queryKey })
      void queryClient.invalidateQueries({ queryKey: ['senders'] })
      void queryClient.invalidateQueries({ queryKey: ['sender-counts'] })
      onClose()
    },
  })
  const fault = save.error instanceof ApiProblem ? save.error : undefined
  const taken = fault?.code === 'conflict' ? t('admin.sender.taken') : undefined
  const startersFault = fault?.errors.find(({ path }) => path.startsWith('body.starters'))?.message
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate()
      }}
    >
      <Stack gap="5">
        {!taken && <FormError error={save.error} />}
        {!sender && (
          <FormField
            label={t('admin.sender.address')}
            help={addressHelp ? local(addressHelp) : t('admin.sender.address_help')}
            error={taken ?? fault?.field('address')}
            required
          >
            <Input
              autoFocus
              autoComplete="off"
              value={address}
              onChange={(event) => setAddress(event.target.value)}
            />
          </FormField>
        )}
        <FormField
          label={t('admin.sender.destination')}
          help={t('admin.sender.destination_help')}
          error={fault?.field('destination.id')}
        >
          <DestinationSelect {...{ people, queues }} value={destination} onValue={setDestination} />
        </FormField>
        {mayStart && (
          <Stack gap="1">
            <PeoplePicker
              label={t('admin.sender.starters')}
              people={people}
              value={starters}
              onValue={setStarters}
              error={startersFault}
            />
            <Text color="fg.muted" textStyle="xs">
              {t('admin.sender.starters_help')}
            </Text>
          </Stack>
        )}
        {sender && (
          <FailoverSelect
            sender={sender}
            value={failover}
            onValue={setFailover}
            error={fault?.field('failover_channel_id')}
          />
        )}
        {sender && (
          <Switch.Root checked={active} onCheckedChange={({ checked }) => setActive(checked)}>
            <Switch.HiddenInput />
            <Switch.Control />
            <Switch.Label>{t('admin.channel.in_service')}</Switch.Label>
          </Switch.Root>
        )}
        <Button type="submit" alignSelf="flex-end" loading={save.isPending}>
          {sender ? t('common.save') : t('admin.sender.add')}
        </Button>
      </Stack>
    </form>
  )
}
