import { Skeleton } from '@chakra-ui/react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import type { ApiChannel, NewChannel, ProviderInfo } from '../../../../src/contract/api/channels.ts'
import { api } from '../../api/client.ts'
import { queryClient } from '../../query-client.ts'
import { useMay } from '../../session/me.ts'
import { LoadError } from '../../ui/load-error.tsx'
import { Page } from '../../ui/page.tsx'
import { channelsQuery, providersQuery } from '../queries.ts'
import { FormBar } from '../ui/form-bar.tsx'
import { useLeaveGuard } from '../ui/leave-guard.tsx'
import { NotAllowed } from '../ui/not-allowed.tsx'
import { ChannelFields } from './channel-fields.tsx'
import { ProviderChoice } from './provider-choice.tsx'
import { useChannelForm } from './use-channel-form.ts'

/** Adds a channel: first with whom, then the account. */
export function NewChannelPage() {
  const { t } = useTranslation()
  const mayManage = useMay('channels.manage')
  const providers = useQuery(providersQuery)
  const [chosen, setChosen] = useState<string>()
  const only = providers.data?.length === 1 ? providers.data[0] : undefined
  const provider = providers.data?.find(({ id }) => id === chosen) ?? only
  if (!mayManage) return <NotAllowed />
  return (
    <Page
      back={{ href: '/channels', label: t('nav.channels') }}
      title={t('admin.channels.add')}
      summary={t('admin.channels.add_text')}
      maxW="68rem"
    >
      {providers.isError && <LoadError error={providers.error} retry={providers.refetch} />}
      {providers.isPending && <Skeleton h="24" />}
      {providers.data && (
        <ProviderChoice providers={providers.data} value={provider?.id ?? ''} onValue={setChosen} />
      )}
      {provider && <NewChannelForm key={provider.id} provider={provider} />}
    </Page>
  )
}

function NewChannelForm({ provider }: { provider: ProviderInfo }) {
  const { t } = useTranslation()
  const [, navigate] = useLocation()
  const create = useMutation({
    mutationFn: (body: Pick<NewChannel, 'name' | 'provider' | 'credentials' | 'settings'>) =>
      api<ApiChannel>('/channels', { method: 'POST', body }),
    onSuccess: (channel) => {
      void queryClient.invalidateQueries({ queryKey: channelsQuery.queryKey })
      leave(`/channels/${channel.id}`)
    },
  })
  const form = useChannelForm(provider, undefined, create.error)
  const { dialog, leave } = useLeaveGuard(form.dirty)
  const submit = () => {
    if (form.ready()) create.mutate({ name: form.name.trim(), provider: provider.id, ...form.body })
  }
  return (
    <FormBar
      error={create.error}
      saving={create.isPending}
      dirty
      submit={t('admin.channels.create')}
      onSubmit={submit}
      onCancel={() => navigate('/channels')}
    >
      {dialog}
      <ChannelFields form={form} provider={provider} />
    </FormBar>
  )
}
