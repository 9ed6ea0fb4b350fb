import { Box, Flex, Text } from '@chakra-ui/react'
import type { TFunction } from 'i18next'
import { ImageIcon, Mic, Music, Paperclip, Sticker, Video } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { Conversation } from '../../../../src/contract/api/conversations.ts'
import { useTimes } from '../../lib/times.ts'
import { useNow } from '../../lib/use-now.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { ContactMark } from '../contact-mark.tsx'
import { contactTitle } from '../names.ts'
import type { Box as BoxName } from '../queries.ts'
import { inboxPath } from '../route.ts'
import { withoutSigns } from '../templates/format-parts.ts'
import { StatusIcon } from '../thread/status-icon.tsx'
import { WindowChip } from '../window/window-chip.tsx'

interface Props {
  conversation: Conversation
  box: BoxName
  active: boolean
  onFocus: () => void
  onBlur: () => void
}

/** One conversation in the list: who, when, the last words, and what is unread. */
export function ConversationRow({ conversation, box, active, onFocus, onBlur }: Props) {
  const { t } = useTranslation()
  const times = useTimes()
  const nowMs = useNow()
  const { unread, contact, owner, queue } = conversation
  const title = contactTitle(conversation)
  const aside = box === 'mine' ? null : (owner?.name ?? queue?.name ?? null)
  return (
    <Link href={inboxPath(box, conversation.id)} asChild>
      <Flex
        as="a"
        data-conversation={conversation.id}
        aria-current={active ? 'true' : undefined}
        onFocus={onFocus}
        onBlur={onBlur}
        align="center"
        gap="3"
        h="100%"
        px="4"
        bg={active ? 'brand.subtle' : undefined}
        boxShadow={active ? 'inset 2px 0 0 {colors.brand.solid}' : undefined}
        _hover={{ bg: active ? 'brand.subtle' : 'bg.subtle' }}
        focusVisibleRing="inside"
      >
        <ContactMark contact={contact} sizePx={34} network />
        <Box flex="1" minW="0">
          <Flex align="baseline" gap="2">
            <Text flex="1" truncate fontWeight={unread > 0 ? 'semibold' : 'medium'}>
              {title}
            </Text>
            <Text
              as="time"
              textStyle="2xs"
              color={unread > 0 ? 'brand.fg' : 'fg.subtle'}
              fontWeight={unread > 0 ? 'semibold' : undefined}
              whiteSpace="nowrap"
            >
              {times.short(conversation.last_activity_at, nowMs)}
            </Text>
          </Flex>
          <Flex align="center" gap="2" mt="0.5" h="4.5">
            <Preview conversation={conversation} />
            {conversation.status === 'open' && <WindowChip window={conversation.window} />}
            {aside && (
              <Text
                textStyle="2xs"
                color="fg.muted"
                bg="bg.muted"
                px="1.5"
                rounded="l1"
                truncate
                maxW="6.5rem"
                flexShrink={0}
              >
                {visibleText(aside)}
              </Text>
            )}
            {unread > 0 && (
              <Text
                minW="4.5"
                px="1.5"
                rounded="full"
                bg="brand.solid"
                color="brand.contrast"
                textStyle="2xs"
                lineHeight="18px"
                fontWeight="semibold"
                textAlign="center"
              >
                <span aria-hidden>{unread > 99 ? '99+' : unread}</span>
                <Box as="span" srOnly>
                  {t('nav.unread', { count: unread })}
                </Box>
              </Text>
            )}
          </Flex>
        </Box>
      </Flex>
    </Link>
  )
}

type LastMessage = NonNullable<Conversation['last_message']>

/** The last message in a few words: its text, else what it holds. */
function lastWords({ text, kind, has_media, file }: LastMessage, t: TFunction): string {
  if (kind === 'deleted') return t('message.deleted')
  if (text) return visibleText(text)
  const known = shownKinds.find((one) => one === kind)
  if (known) return t(`content.${known}`)
  return has_media ? fileWords(file, t) : ''
}

const fileWords = (file: LastMessage['file'], t: TFunction): string =>
  file === null || file === 'other' ? t('message.file') : t(`message.${file}`)

const shownKinds = ['location', 'contacts', 'order', 'link', 'unsupported', 'template', 'reaction'] as const

const fileIcons = {
  image: ImageIcon,
  video: Video,
  audio: Music,
  voice: Mic,
  sticker: Sticker,
  other: Paperclip,
} as const

function Preview({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation()
  const last = conversation.last_message
  const unread = conversation.unread > 0
  const plain = conversation.contact.address_kind === 'whatsapp' ? withoutSigns : (words: string) => words
  const FileIcon = fileIcons[last?.file ?? 'other']
  const failed = last?.status === 'failed' || last?.status === 'unconfirmed'
  return (
    <Flex flex="1" minW="0" align="center" gap="1.5" color={failed ? 'fg.error' : unread ? 'fg' : 'fg.muted'}>
      {last?.direction === 'out' && <StatusIcon status={last.status} sizePx={13} />}
      {last?.has_media && <FileIcon size={12} role="img" aria-label={fileWords(last.file, t)} />}
      <Text truncate dir="auto">
        {last && plain(lastWords(last, t))}
      </Text>
    </Flex>
  )
}
