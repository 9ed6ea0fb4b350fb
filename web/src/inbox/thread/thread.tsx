import { Button, Flex, Skeleton, Stack } from '@chakra-ui/react'
import { useQuery } from '@tanstack/react-query'
import { ArrowLeft, MessageSquareOff } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Message } from '../../../../src/contract/api/conversations.ts'
import { ApiProblem } from '../../api/problem.ts'
import { Empty } from '../../ui/empty.tsx'
import { LoadError } from '../../ui/load-error.tsx'
import { Composer } from '../composer/composer.tsx'
import { Details } from '../details/details.tsx'
import { conversationQuery } from '../queries.ts'
import { useInboxRoute } from '../route.ts'
import { useShortcuts } from '../use-shortcuts.ts'
import { Messages } from './messages.tsx'
import { ThreadHeader } from './thread-header.tsx'

interface Props {
  id: number
  detailsOpen: boolean
  onToggleDetails: () => void
}

/** One conversation: what was said, where to answer, and what is known of the contact. */
export function Thread({ id, detailsOpen, onToggleDetails }: Props) {
  const { open } = useInboxRoute()
  const conversation = useQuery(conversationQuery(id))
  const [replyTo, setReplyTo] = useState<Message | null>(null)
  const leave = () => open(null)
  useShortcuts({ Escape: leave })
  const gone = conversation.error instanceof ApiProblem && conversation.error.status === 404
  if (gone) return <Gone leave={leave} />
  if (conversation.isError && !conversation.data) {
    return <LoadError error={conversation.error} retry={conversation.refetch} />
  }
  if (!conversation.data) return <ThreadSkeleton />
  return (
    <>
      <Flex direction="column" flex="1" minW="0" minH="0">
        <ThreadHeader
          conversation={conversation.data}
          detailsOpen={detailsOpen}
          onToggleDetails={onToggleDetails}
        />
        <Messages conversation={conversation.data} onReply={setReplyTo} />
        <Composer conversation={conversation.data} replyTo={replyTo} onReplyTo={setReplyTo} />
      </Flex>
      {detailsOpen && <Details conversation={conversation.data} />}
    </>
  )
}

/** A colleague picked it up while it was open here, it was handed on, or the address is wrong. */
function Gone({ leave }: { leave: () => void }) {
  const { t } = useTranslation()
  return (
    <Empty icon={MessageSquareOff} title={t('thread.gone')} text={t('thread.gone_text')}>
      <Button variant="outline" onClick={leave}>
        <ArrowLeft /> {t('inbox.back')}
      </Button>
    </Empty>
  )
}

function ThreadSkeleton() {
  const { t } = useTranslation()
  return (
    <Stack role="status" aria-label={t('common.loading')} flex="1" p="6" gap="5" justify="flex-end">
      <Skeleton h="10" w="45%" rounded="14px" />
      <Skeleton h="16" w="55%" rounded="14px" />
      <Skeleton h="10" w="40%" rounded="14px" alignSelf="flex-end" />
      <Skeleton h="20" />
    </Stack>
  )
}
