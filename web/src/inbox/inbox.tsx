import { Box, Flex } from '@chakra-ui/react'
import { MessagesSquare } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { setPageTitle } from '../lib/page-title.ts'
import { setPreferences, usePreferences } from '../lib/preferences.ts'
import { useMe } from '../session/me.ts'
import { Empty } from '../ui/empty.tsx'
import { NewConversationDialog } from './actions/new-conversation.tsx'
import { outbox } from './composer/outbox.ts'
import { ConversationList } from './list/conversation-list.tsx'
import { useInboxRoute } from './route.ts'
import { ShortcutsDialog } from './shortcuts-dialog.tsx'
import { Thread } from './thread/thread.tsx'
import { useShortcuts } from './use-shortcuts.ts'

/** The agents' page: conversations at the left, the open one in the middle, what is known of it at the right. */
export function InboxPage() {
  const { t } = useTranslation()
  const { extension } = useMe()
  const { id } = useInboxRoute()
  const { detailsOpen } = usePreferences()
  const [starting, setStarting] = useState(false)
  const [helping, setHelping] = useState(false)
  useEffect(() => setPageTitle(t('nav.inbox')), [t])
  useEffect(() => outbox.openFor(extension.id), [extension.id])
  useShortcuts({ '?': () => setHelping(true), c: () => setStarting(true) })
  return (
    <Flex flex="1" minH="0" minW="0">
      <Box
        display={{ base: id === null ? 'flex' : 'none', md: 'flex' }}
        flexDirection="column"
        w={{ base: '100%', md: '19rem', xl: '21.5rem' }}
        flexShrink={0}
        minH="0"
        borderRightWidth={{ md: '1px' }}
      >
        <ConversationList onStart={() => setStarting(true)} />
      </Box>
      <Flex display={{ base: id === null ? 'none' : 'flex', md: 'flex' }} flex="1" minW="0" minH="0">
        {id === null ? (
          <Empty icon={MessagesSquare} title={t('inbox.none_open')} text={t('inbox.none_open_text')} />
        ) : (
          <Thread
            key={id}
            id={id}
            detailsOpen={detailsOpen}
            onToggleDetails={() => setPreferences({ detailsOpen: !detailsOpen })}
          />
        )}
      </Flex>
      <NewConversationDialog open={starting} onClose={() => setStarting(false)} />
      <ShortcutsDialog open={helping} onClose={() => setHelping(false)} />
    </Flex>
  )
}
