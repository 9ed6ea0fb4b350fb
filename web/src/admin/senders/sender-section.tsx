import { Button, Flex } from '@chakra-ui/react'
import { useQuery } from '@tanstack/react-query'
import { AtSign, Plus } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ApiChannel, ProviderInfo, Sender } from '../../../../src/contract/api/channels.ts'
import { useMay } from '../../session/me.ts'
import { Empty } from '../../ui/empty.tsx'
import { countsQuery } from '../queries.ts'
import { Section } from '../ui/section.tsx'
import { Select } from '../ui/select.tsx'
import { RemoveSenderDialog } from './remove-sender.tsx'
import { SenderDialog } from './sender-dialog.tsx'
import { SenderTable } from './sender-table.tsx'

const periods = { '24': 24, '168': 168, '720': 720 } as const
type Period = keyof typeof periods

interface Props {
  channel: ApiChannel
  /** Undefined where this version does not have it. */
  provider: ProviderInfo | undefined
}

/** A channel's senders, with what each did in a period, and the dialogs to change them. */
export function SenderSection({ channel, provider }: Props) {
  const { t } = useTranslation()
  const mayStart = provider?.starts === 'business'
  const mayManage = useMay('channels.manage')
  const [period, setPeriod] = useState<Period>('24')
  const [editing, setEditing] = useState<Sender | 'new'>()
  const [removing, setRemoving] = useState<Sender>()
  const counts = useQuery(countsQuery(periods[period]))
  const add = mayManage && (
    <Button variant="outline" onClick={() => setEditing('new')}>
      <Plus /> {t('admin.sender.add')}
    </Button>
  )
  const filter = (
    <Flex gap="2">
      <Select
        w="9.5rem"
        label={t('admin.sender.period')}
        value={period}
        onValue={setPeriod}
        options={(Object.keys(periods) as Period[]).map(
          (hours) => [hours, t(`admin.period.${hours}`)] as const,
        )}
      />
      {add}
    </Flex>
  )
  const some = channel.senders.length > 0
  return (
    <Section
      title={t('admin.sender.title')}
      text={t('admin.sender.text')}
      actions={some ? filter : undefined}
    >
      {some ? (
        <SenderTable
          senders={channel.senders}
          counts={counts.data}
          mayStart={mayStart}
          {...(mayManage ? { onEdit: setEditing, onRemove: setRemoving } : {})}
        />
      ) : (
        <Empty icon={AtSign} title={t('admin.sender.none')} text={t('admin.sender.none_text')}>
          {add}
        </Empty>
      )}
      {editing && (
        <SenderDialog
          channelId={channel.id}
          sender={editing === 'new' ? undefined : editing}
          mayStart={mayStart}
          addressHelp={provider?.sender_help ?? null}
          onClose={() => setEditing(undefined)}
        />
      )}
      {removing && <RemoveSenderDialog sender={removing} onClose={() => setRemoving(undefined)} />}
    </Section>
  )
}
