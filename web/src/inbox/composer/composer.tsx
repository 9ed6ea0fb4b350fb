import { Box, Button, Flex, Text, Textarea } from '@chakra-ui/react'
import { Paperclip, SendHorizontal } from 'lucide-react'
import { type ClipboardEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Conversation, Message } from '../../../../src/contract/api/conversations.ts'
import { usePreferences } from '../../lib/preferences.ts'
import { lastSeenEvent } from '../../live/use-live.ts'
import { useMe } from '../../session/me.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { OneWayNote } from '../one-way-note.tsx'
import { useShortcuts } from '../use-shortcuts.ts'
import { useWindow } from '../window/use-window.ts'
import { WindowNote } from '../window/window-note.tsx'
import { AttachmentRow } from './attachment-row.tsx'
import { ChatTools } from './chat-tools.tsx'
import { ComposerMenu } from './composer-menu.tsx'
import { loadDraft, saveDraft } from './drafts.ts'
import { DropZone } from './drop-zone.tsx'
import { HeldNote } from './held-note.tsx'
import { LimitsNote } from './limits-note.tsx'
import { MovedOnDialog } from './moved-on-dialog.tsx'
import { NoWriting } from './no-writing.tsx'
import { OptedOut } from './opted-out.tsx'
import { outbox } from './outbox.ts'
import type { Pending } from './outbox-store.ts'
import { overLimits } from './over-limits.ts'
import { ReplyBar } from './reply-bar.tsx'
import { SegmentNote } from './segment-note.tsx'
import { TemplateComposer } from './template-composer.tsx'
import { useAttachments } from './use-attachments.ts'
import { useTyping } from './use-typing.ts'
import { WindowOver } from './window-over.tsx'

interface Props {
  conversation: Conversation
  /** The message that is being answered; null where it is none in particular. */
  replyTo: Message | null
  onReplyTo: (message: Message | null) => void
}

/** Where one answers; in its place the reason, where one may not. */
export function Composer(props: Props) {
  const { conversation } = props
  const { can, opted_out_at } = conversation
  const window = useWindow(conversation)
  if (!can.write) return <NoWriting conversation={conversation} />
  if (opted_out_at !== null) return <OptedOut conversation={conversation} since={opted_out_at} />
  if (window?.state === 'over') {
    return window.afterwards === 'template' ? (
      <TemplateComposer conversation={conversation} />
    ) : (
      <WindowOver />
    )
  }
  return <Writing {...props} />
}

function Writing({ conversation, replyTo, onReplyTo }: Props) {
  const { t } = useTranslation()
  const { extension } = useMe()
  const { enterSends } = usePreferences()
  const [draft] = useState(() => loadDraft(extension.id, conversation.id))
  const [text, setText] = useState(draft.text)
  const { attachments, add, put, remove, clear } = useAttachments(draft.media)
  const field = useRef<HTMLTextAreaElement>(null)
  // Where there is no window there is no chat, and nothing that shows it.
  const typing = useTyping(conversation.id, conversation.window !== null)
  const picker = useRef<HTMLInputElement>(null)
  const media = attachments.flatMap((item) => item.media ?? [])
  const uploading = attachments.some((item) => item.media === null && item.error === null)
  const over = overLimits(text.trim(), media, conversation.limits)
  const ready = !uploading && over === null && (text.trim() !== '' || media.length > 0)

  const mediaIds = media.map(({ id }) => id).join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the ids stand for the files, which are made anew each time
  useEffect(() => {
    saveDraft(extension.id, conversation.id, { text, media })
  }, [extension.id, conversation.id, text, mediaIds])
  useEffect(() => {
    if (replyTo) field.current?.focus()
  }, [replyTo])
  useShortcuts({ r: () => field.current?.focus() })

  const send = () => {
    if (!ready) return
    outbox.send({
      conversationId: conversation.id,
      text: text.trim(),
      media,
      ...(replyTo ? { replyTo: replyTo.id } : {}),
      seenEventId: lastSeenEvent(),
    })
    onReplyTo(null)
    setText('')
    clear()
    field.current?.focus()
  }
  const takeBack = (held: Pending) => {
    if (held.template || held.location) return
    setText([held.text, text].filter(Boolean).join('\n'))
    put(held.media)
    field.current?.focus()
  }
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Escape') field.current?.blur()
    if (event.key !== 'Enter' || event.nativeEvent.isComposing || event.shiftKey) return
    if (!enterSends && !event.ctrlKey && !event.metaKey) return
    event.preventDefault()
    send()
  }
  const paste = (event: ClipboardEvent) => {
    if (event.clipboardData.files.length === 0) return
    event.preventDefault()
    add(event.clipboardData.files)
  }
  return (
    <DropZone onFiles={add}>
      <MovedOnDialog conversationId={conversation.id} onEdit={takeBack} />
      <Box
        mx={{ base: '2', md: '5' }}
        mb={{ base: '2', md: '4' }}
        borderWidth="1px"
        borderColor="border.emphasized"
        rounded="l3"
        bg="bg.panel"
        boxShadow="xs"
        _focusWithin={{ borderColor: 'brand.focusRing', boxShadow: '0 0 0 1px {colors.brand.focusRing}' }}
      >
        {!conversation.sender.receives && (
          <Box px="3" pt="2">
            <OneWayNote sender={conversation.sender} />
          </Box>
        )}
        <HeldNote conversation={conversation} />
        {replyTo && <ReplyBar to={replyTo} onCancel={() => onReplyTo(null)} />}
        <WindowNote window={conversation.window} />
        <LimitsNote over={over} />
        <AttachmentRow attachments={attachments} onRemove={remove} />
        <Textarea
          ref={field}
          autoresize
          variant="subtle"
          bg="transparent"
          border="none"
          outline="none"
          focusRing="none"
          minH="9"
          maxH="13rem"
          px="3"
          pt="2.5"
          pb="1"
          textStyle="md"
          rows={1}
          maxLength={20_000}
          placeholder={t('composer.placeholder')}
          aria-label={t('composer.label')}
          value={text}
          onChange={(event) => {
            setText(event.target.value)
            if (event.target.value !== '') typing()
          }}
          onKeyDown={press}
          onPaste={paste}
        />
        <Flex align="center" gap="1" px="1.5" pb="1.5">
          <input
            ref={picker}
            type="file"
            multiple
            hidden
            onChange={(event) => {
              add(event.target.files ?? [])
              event.target.value = ''
            }}
          />
          <IconButton
            label={t('composer.attach')}
            size="2xs"
            boxSize="7"
            onClick={() => picker.current?.click()}
          >
            <Paperclip />
          </IconButton>
          <ChatTools conversation={conversation} replyTo={replyTo?.id} onAnswered={() => onReplyTo(null)} />
          <ComposerMenu />
          <SegmentNote text={text} sender={conversation.sender} />
          <Box flex="1" />
          <Text textStyle="2xs" color="fg.subtle" display={{ base: 'none', lg: 'block' }} me="2">
            {enterSends ? t('composer.enter_hint') : t('composer.ctrl_enter_hint')}
          </Text>
          <Button size="2xs" h="7" px="3" disabled={!ready} onClick={send}>
            <SendHorizontal /> {t('composer.send')}
          </Button>
        </Flex>
      </Box>
    </DropZone>
  )
}
