import { Input, Link, Stack } from '@chakra-ui/react'
import { ExternalLink } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { ApiChannel, ApiSettingField, ProviderInfo } from '../../../../src/contract/api/channels.ts'
import { FormField } from '../../ui/form-field.tsx'
import { FieldControl } from '../fields/field-control.tsx'
import { SecretControl } from '../fields/secret-control.tsx'
import { useLocalText } from '../local-text.ts'
import { Group } from '../ui/group.tsx'
import type { ChannelForm } from './use-channel-form.ts'

interface Props {
  form: ChannelForm
  provider: ProviderInfo
  channel?: ApiChannel
}

/** The settings that every channel has, by what they are about. */
const groups = ['sending', 'opt_out', 'webhook'] as const

/** All of a channel's fields, drawn from the provider's list. */
export function ChannelFields({ form, provider, channel }: Props) {
  const { t } = useTranslation()
  const local = useLocalText()
  const draw = (field: ApiSettingField) =>
    field.secret ? (
      <SecretControl
        key={field.name}
        field={field}
        stored={channel?.credentials[field.name]}
        edit={form.edits[field.name] ?? 'keep'}
        onEdit={(edit) => form.setEdit(field.name, edit)}
        value={String(form.values[field.name] ?? '')}
        onValue={(value) => form.set(field.name, value)}
        error={form.error(field)}
      />
    ) : (
      <FieldControl
        key={field.name}
        field={field}
        value={form.values[field.name] ?? ''}
        onValue={(value) => form.set(field.name, value)}
        error={form.error(field)}
      />
    )
  return (
    <Stack gap="8">
      <Group title={t('admin.channel.name_group')} text={t('admin.channel.name_text')}>
        <FormField label={t('admin.name')} error={form.nameError} required marked>
          <Input
            value={form.name}
            maxLength={100}
            autoComplete="off"
            onChange={(event) => form.setName(event.target.value)}
          />
        </FormField>
      </Group>
      <Group title={t('admin.channel.account', { provider: provider.name })} text={local(provider.summary)}>
        <Link href={provider.docs_url} target="_blank" rel="noopener" textStyle="xs" alignSelf="flex-start">
          {t('admin.channel.docs', { provider: provider.name })} <ExternalLink size={12} aria-hidden />
        </Link>
        {provider.fields.map(draw)}
      </Group>
      {groups.map((group) => {
        const fields = provider.channel_settings.filter((field) => field.group === group)
        if (fields.length === 0) return null
        return (
          <Group
            key={group}
            title={t(`admin.channel.group_${group}`)}
            text={t(`admin.channel.group_${group}_text`)}
          >
            {fields.map(draw)}
          </Group>
        )
      })}
    </Stack>
  )
}
