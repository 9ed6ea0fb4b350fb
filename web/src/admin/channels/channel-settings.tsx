import { Stack } from '@chakra-ui/react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ApiChannel, ChannelPatch, ProviderInfo } from '../../../../src/contract/api/channels.ts'
import { api } from '../../api/client.ts'
import { queryClient } from '../../query-client.ts'
import { FormField } from '../../ui/form-field.tsx'
import { toastDone } from '../../ui/toaster.tsx'
import { channelQuery } from '../queries.ts'
import { FormBar } from '../ui/form-bar.tsx'
import { Group } from '../ui/group.tsx'
import { useLeaveGuard } from '../ui/leave-guard.tsx'
import { Select } from '../ui/select.tsx'
import { ChannelFields } from './channel-fields.tsx'
import { useChannelForm } from './use-channel-form.ts'

const keepHours = ['0', '1', '24', '168'] as const

/** Changes a channel's name, credentials and settings. */
export function ChannelSettings({ channel, provider }: { channel: ApiChannel; provider: ProviderInfo }) {
  const { t } = useTranslation()
  const [keep, setKeep] = useState<(typeof keepHours)[number]>('0')
  const save = useMutation({
    mutationFn: (body: ChannelPatch) => api<ApiChannel>(`/channels/${channel.id}`, { method: 'PATCH', body }),
    onSuccess: (changed) => {
      queryClient.setQueryData(channelQuery(channel.id).queryKey, changed)
      toastDone(t('common.saved'))
      leave(overview)
    },
  })
  const form = useChannelForm(provider, channel, save.error)
  const { dialog, leave } = useLeaveGuard(form.dirty)
  const overview = `/channels/${channel.id}`
  const submit = () => {
    if (!form.ready()) return
    save.mutate({
      ...(form.name.trim() === channel.name ? {} : { name: form.name.trim() }),
      ...form.body,
      ...(form.replacesSecret && keep !== '0' ? { keep_former_hours: Number(keep) } : {}),
    })
  }
  return (
    <FormBar
      error={save.error}
      saving={save.isPending}
      dirty={form.dirty}
      submit={t('common.save')}
      onSubmit={submit}
      onCancel={() => leave(overview)}
    >
      {dialog}
      <Stack gap="8">
        <ChannelFields form={form} provider={provider} channel={channel} />
        {form.replacesSecret && (
          <Group title={t('admin.secret.former')} text={t('admin.secret.former_text')}>
            <FormField label={t('admin.secret.former_label')}>
              <Select
                w="22rem"
                value={keep}
                onValue={setKeep}
                options={keepHours.map((hours) => [hours, t(`admin.secret.former_${hours}`)] as const)}
              />
            </FormField>
          </Group>
        )}
      </Stack>
    </FormBar>
  )
}
