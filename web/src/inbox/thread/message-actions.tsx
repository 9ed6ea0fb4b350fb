import { Flex, Menu, Portal } from '@chakra-ui/react'
import { Reply, SmilePlus } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Message } from '../../../../src/contract/api/conversations.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { useThreadActions } from './thread-actions.ts'

const emojis = ['👍', '❤️', '😂', '😮', '😢', '🙏'] as const
/** Before that the vendor does not know the message, so nothing can point to it. */
const known = new Set(['received', 'sent', 'delivered', 'read'])

/** Answers a message or reacts to it. In view while one points at the message or is in it; always where nothing points. */
export function MessageActions({ message }: { message: Message }) {
  const { t } = useTranslation()
  const { reply, react } = useThreadActions()
  if ((!reply && !react) || !known.has(message.status) || message.deleted_at !== null) return null
  return (
    <Flex
      gap="0.5"
      flexShrink={0}
      css={{
        '@media (hover: hover)': {
          opacity: 0,
          '[data-message]:hover > * > &, [data-message]:focus-within > * > &': { opacity: 1 },
        },
      }}
    >
      {reply && (
        <IconButton label={t('message.reply')} size="2xs" boxSize="6" onClick={() => reply(message)}>
          <Reply />
        </IconButton>
      )}
      {react && <ReactionMenu message={message} react={react} />}
    </Flex>
  )
}

interface MenuProps {
  message: Message
  react: (messageId: number, emoji: string | null) => void
}

function ReactionMenu({ message, react }: MenuProps) {
  const { t } = useTranslation()
  const ours = message.reactions.find(({ by }) => by === 'business')?.emoji ?? null
  return (
    <Menu.Root positioning={{ placement: 'top' }} lazyMount unmountOnExit>
      <Menu.Trigger asChild>
        <IconButton label={t('message.react')} size="2xs" boxSize="6">
          <SmilePlus />
        </IconButton>
      </Menu.Trigger>
      <Portal>
        <Menu.Positioner>
          <Menu.Content minW="0" display="flex" gap="0.5">
            {emojis.map((emoji) => (
              <Menu.Item
                key={emoji}
                value={emoji}
                w="auto"
                px="1.5"
                textStyle="md"
                bg={emoji === ours ? 'brand.muted' : undefined}
                aria-label={emoji === ours ? t('reaction.take_back', { emoji }) : emoji}
                onClick={() => react(message.id, emoji === ours ? null : emoji)}
              >
                {emoji}
              </Menu.Item>
            ))}
          </Menu.Content>
        </Menu.Positioner>
      </Portal>
    </Menu.Root>
  )
}
