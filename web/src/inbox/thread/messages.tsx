import { Box, Button, Center, Flex, Spinner } from '@chakra-ui/react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { ArrowDown } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Conversation, Message } from '../../../../src/contract/api/conversations.ts'
import { LoadError } from '../../ui/load-error.tsx'
import { usePending } from '../composer/outbox.ts'
import { messagesQuery, timelineQuery } from '../queries.ts'
import { groupThread } from './group.ts'
import { PendingBubbles } from './pending-bubbles.tsx'
import { ThreadActionsContext } from './thread-actions.ts'
import { ThreadItemView } from './thread-item.tsx'
import { useJumpTo } from './use-jump-to.ts'
import { useNewFrom } from './use-new-from.ts'
import { useReact } from './use-react.ts'
import { useReadMark } from './use-read-mark.ts'
import { useThreadScroll } from './use-thread-scroll.ts'

interface Props {
  conversation: Conversation
  onReply: (message: Message) => void
}

/** The messages, oldest first; older ones come as one scrolls up. */
export function Messages({ conversation, onReply }: Props) {
  const { t } = useTranslation()
  const query = useInfiniteQuery(messagesQuery(conversation.id))
  const timeline = useQuery(timelineQuery(conversation.id))
  const messages = useMemo(
    () => (query.data?.pages ?? []).flatMap(({ data }) => data).sort((a, b) => a.id - b.id),
    [query.data],
  )
  const known = useMemo(() => new Set(messages.map((message) => message.client_ref)), [messages])
  const pending = usePending(conversation.id).filter(({ clientRef }) => !known.has(clientRef))
  const newFrom = useNewFrom(messages, conversation.unread)
  const items = useMemo(
    () => groupThread(messages, newFrom, timeline.data),
    [messages, newFrom, timeline.data],
  )
  const older = () => {
    if (query.hasNextPage && !query.isFetching) void query.fetchNextPage()
  }
  const scroll = useThreadScroll({
    firstId: messages[0]?.id ?? null,
    lastKey: pending.at(-1)?.clientRef ?? String(messages.at(-1)?.id ?? ''),
    lastIsOwn: pending.length > 0 || messages.at(-1)?.direction === 'out',
    onTop: older,
  })
  useReadMark(conversation, scroll.atBottom)
  const jump = useJumpTo(scroll.scroller, {
    hasMore: query.hasNextPage,
    fetching: query.isFetching,
    more: query.fetchNextPage,
  })
  const sendReaction = useReact()
  const { can, takes, window, opted_out_at } = conversation
  const mayAnswer = can.write && opted_out_at === null && window?.state !== 'over'
  const reply = mayAnswer && takes.includes('reply') ? onReply : null
  const react = mayAnswer && takes.includes('reaction') ? sendReaction : null
  const actions = useMemo(() => ({ jump, reply, react }), [jump, reply, react])

  if (query.isError && !query.data) return <LoadError error={query.error} retry={query.refetch} />
  return (
    <Box position="relative" flex="1" minH="0">
      <Box
        ref={scroll.scroller}
        // Holds what only screen readers see: it would lengthen the page.
        position="relative"
        onScroll={scroll.onScroll}
        h="100%"
        overflowY="auto"
        css={{ overflowAnchor: 'none' }}
        tabIndex={0}
        role="log"
        aria-live="off"
        aria-label={t('thread.messages')}
        focusVisibleRing="inside"
      >
        <Flex ref={scroll.content} direction="column" justify="flex-end" minH="100%" pb="4">
          {query.isFetchingNextPage && (
            <Center py="3">
              <Spinner size="sm" color="fg.subtle" />
            </Center>
          )}
          <ThreadActionsContext value={actions}>
            {items.map((item) => (
              <ThreadItemView key={item.key} item={item} contact={conversation.contact} />
            ))}
          </ThreadActionsContext>
          {pending.length > 0 && (
            <PendingBubbles pending={pending} formatted={conversation.contact.address_kind === 'whatsapp'} />
          )}
        </Flex>
      </Box>
      {!scroll.atBottom && (
        <Button
          position="absolute"
          bottom="3"
          right="5"
          variant="surface"
          bg="bg.panel"
          boxShadow="md"
          rounded="full"
          onClick={scroll.toBottom}
        >
          <ArrowDown />{' '}
          {conversation.unread > 0 ? t('nav.unread', { count: conversation.unread }) : t('thread.latest')}
        </Button>
      )}
    </Box>
  )
}
