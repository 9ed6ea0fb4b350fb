import { Badge, Flex, Text } from '@chakra-ui/react'
import { useQuery } from '@tanstack/react-query'
import { Pencil, Trash2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Sender, SenderCounts } from '../../../../src/contract/api/channels.ts'
import { senderText } from '../../inbox/names.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { extensionsQuery, queuesQuery } from '../queries.ts'
import { DataTable } from '../ui/data-table.tsx'
import { useDestinationName, useNames } from './use-names.ts'

interface Props {
  senders: readonly Sender[]
  counts: ReadonlyMap<number, SenderCounts> | undefined
  mayStart: boolean
  onEdit?: (sender: Sender) => void
  onRemove?: (sender: Sender) => void
}

const columns = ['sent', 'succeeded', 'failed', 'received'] as const

/** The senders: address, destination, who may start, and their figures. */
export function SenderTable({ senders, counts, mayStart, onEdit, onRemove }: Props) {
  const { t } = useTranslation()
  const people = useQuery(extensionsQuery)
  const queues = useQuery(queuesQuery)
  const destinationName = useDestinationName(people.data, queues.data)
  const names = useNames(people.data)
  return (
    <DataTable
      caption={t('admin.sender.title')}
      rows={senders}
      rowKey={({ id }) => id}
      columns={[
        {
          label: t('admin.sender.address'),
          cell: (sender) => (
            <>
              <Flex gap="2" align="center">
                <Text fontWeight="semibold">{senderText(sender)}</Text>
                {!sender.active && <Badge colorPalette="gray">{t('admin.off')}</Badge>}
              </Flex>
              {sender.name && (
                <Text color="fg.muted" textStyle="xs">
                  {visibleText(sender.address)}
                </Text>
              )}
              <Text color="fg.muted" textStyle="xs" hideFrom="md">
                {destinationName(sender.destination)}
              </Text>
            </>
          ),
        },
        {
          label: t('admin.sender.destination'),
          wideOnly: true,
          cell: (sender) => destinationName(sender.destination),
        },
        ...(mayStart
          ? [
              {
                label: t('admin.sender.starters'),
                wideOnly: true,
                cell: (sender: Sender) => (
                  <Text maxW="14rem" color={sender.starters.length > 0 ? undefined : 'fg.muted'}>
                    {sender.starters.length > 0 ? names(sender.starters) : t('admin.sender.no_starters')}
                  </Text>
                ),
              },
            ]
          : []),
        ...columns.map((name) => ({
          label: t(`admin.counts.${name}`),
          align: 'end' as const,
          cell: (sender: Sender) => (
            <Count value={counts?.get(sender.id)?.[name]} alarm={name === 'failed'} />
          ),
        })),
        ...(onEdit && onRemove
          ? [
              {
                label: t('admin.actions'),
                hideLabel: true,
                align: 'end' as const,
                cell: (sender: Sender) => (
                  <Flex gap="1" justify="flex-end">
                    <IconButton
                      size="2xs"
                      label={t('admin.sender.edit', { address: senderText(sender) })}
                      onClick={() => onEdit(sender)}
                    >
                      <Pencil />
                    </IconButton>
                    <IconButton
                      size="2xs"
                      label={t('admin.sender.remove', { address: senderText(sender) })}
                      onClick={() => onRemove(sender)}
                    >
                      <Trash2 />
                    </IconButton>
                  </Flex>
                ),
              },
            ]
          : []),
      ]}
    />
  )
}

/** A count; those that nothing was counted for stand back. */
function Count({ value, alarm }: { value: number | undefined; alarm: boolean }) {
  const { i18n } = useTranslation()
  if (value === undefined) return '–'
  const color = value === 0 ? 'fg.subtle' : alarm ? 'fg.error' : undefined
  return (
    <Text as="span" color={color}>
      {value.toLocaleString(i18n.language)}
    </Text>
  )
}
