import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Sender } from '../../../../src/contract/api/channels.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { FormField } from '../../ui/form-field.tsx'
import { channelsQuery } from '../queries.ts'
import { Select } from '../ui/select.tsx'

interface Props {
  sender: Sender
  value: number | null
  onValue: (channelId: number | null) => void
  error: string | undefined
}

/** The second channel of a sender; nothing to choose where no other channel has its number. */
export function FailoverSelect({ sender, value, onValue, error }: Props) {
  const { t } = useTranslation()
  const { data: channels = [] } = useQuery(channelsQuery)
  const owners = channels.filter(
    ({ id, senders }) =>
      id === value ||
      (id !== sender.channel_id && senders.some((one) => one.active && one.address === sender.address)),
  )
  if (owners.length === 0) return null
  return (
    <FormField label={t('admin.sender.failover')} help={t('admin.sender.failover_help')} error={error}>
      <Select
        value={String(value ?? '')}
        onValue={(chosen) => onValue(chosen === '' ? null : Number(chosen))}
        options={[
          ['', t('admin.sender.no_failover')],
          ...owners.map(({ id, name }) => [String(id), visibleText(name)] as const),
        ]}
      />
    </FormField>
  )
}
