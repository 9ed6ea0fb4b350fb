import { Button } from '@chakra-ui/react'
import { useQuery } from '@tanstack/react-query'
import { Archive, Inbox, PenSquare, RadioTower, Users } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { useMay } from '../../session/me.ts'
import { Empty } from '../../ui/empty.tsx'
import { type Box, startableSendersQuery } from '../queries.ts'

const icons = { mine: Inbox, queue: Users, all: Inbox, archived: Archive } as const

/** What stands in a box without conversations: why, and how to go on. A new gateway is led to its first channel. */
export function EmptyBox({ box, onStart }: { box: Box; onStart: () => void }) {
  const { t } = useTranslation()
  const [, navigate] = useLocation()
  const managesChannels = useMay('channels.manage')
  const senders = useQuery({ ...startableSendersQuery, enabled: box === 'mine' })
  if (box === 'mine' && managesChannels && senders.data?.length === 0) {
    return (
      <Empty icon={RadioTower} title={t('box_empty.no_channel')} text={t('box_empty.no_channel_text')}>
        <Button onClick={() => navigate('/channels')}>{t('box_empty.to_channels')}</Button>
      </Empty>
    )
  }
  return (
    <Empty icon={icons[box]} title={t(`box_empty.${box}`)} text={t(`box_empty.${box}_text`)}>
      {box === 'mine' && (
        <Button variant="outline" onClick={onStart}>
          <PenSquare /> {t('inbox.start')}
        </Button>
      )}
    </Empty>
  )
}
