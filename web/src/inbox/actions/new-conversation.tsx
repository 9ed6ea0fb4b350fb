import { Box, Button, Flex, Input, NativeSelect, Stack, Text, Textarea } from '@chakra-ui/react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import type { StartableSender } from '../../../../src/contract/api/channels.ts'
import type { Conversation, Message, NewConversation } from '../../../../src/contract/api/conversations.ts'
import { api } from '../../api/client.ts'
import { ApiProblem } from '../../api/problem.ts'
import { newRef } from '../../lib/new-ref.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { patchConversationLists } from '../../live/conversation-lists.ts'
import { queryClient } from '../../query-client.ts'
import { useMe } from '../../session/me.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { FormField } from '../../ui/form-field.tsx'
import { LoadError } from '../../ui/load-error.tsx'
import { SegmentNote } from '../composer/segment-note.tsx'
import { senderText } from '../names.ts'
import { OneWayNote } from '../one-way-note.tsx'
import { conversationKey, startableSendersQuery } from '../queries.ts'
import { inboxPath } from '../route.ts'
import type { FilledTemplate } from '../templates/filled.ts'
import { TemplatePicker } from '../templates/template-picker.tsx'

interface Props {
  open: boolean
  onClose: () => void
}

/** Writes to somebody first: from which number, to whom, what. */
export function NewConversationDialog({ open, onClose }: Props) {
  const { t } = useTranslation()
  const senders = useQuery({ ...startableSendersQuery, enabled: open })
  return (
    <Dialog open={open} onClose={onClose} title={t('inbox.start')} size="lg">
      {senders.isError ? (
        <LoadError error={senders.error} retry={senders.refetch} />
      ) : senders.data?.length === 0 ? (
        <Text color="fg.muted">{t('start.no_sender')}</Text>
      ) : (
        <StartForm senders={senders.data ?? []} onDone={onClose} />
      )}
    </Dialog>
  )
}

const noValues = { senderId: 0, to: '', text: '' }

function StartForm({ senders, onDone }: { senders: readonly StartableSender[]; onDone: () => void }) {
  const { t } = useTranslation()
  const { extension } = useMe()
  const [, navigate] = useLocation()
  const [form, setForm] = useState(noValues)
  const [clientRef, setClientRef] = useState(newRef)
  const sender = senders.find(({ id }) => id === form.senderId) ?? senders[0]
  const start = useMutation({
    mutationFn: ({ from, filled }: { from: StartableSender; filled?: FilledTemplate }) =>
      api<{ conversation: Conversation; message: Message }>('/conversations', {
        method: 'POST',
        headers: { 'idempotency-key': clientRef },
        body: {
          sender_id: from.id,
          to: form.to.trim(),
          ...(filled
            ? { template: filled.template, media: filled.media.map(({ id }) => id) }
            : { text: form.text.trim() }),
          client_ref: clientRef,
        } satisfies NewConversation,
      }),
    onSuccess: ({ conversation }) => {
      queryClient.setQueryData(conversationKey(conversation.id), conversation)
      patchConversationLists(queryClient, conversation.id, conversation, extension.id)
      navigate(inboxPath('mine', conversation.id))
      onDone()
    },
    // What was refused is over; only a call without an answer is repeated under its old reference.
    onError: (error) => error instanceof ApiProblem && error.isFinal && setClientRef(newRef()),
  })
  const byTemplate = sender?.opens_with === 'template'
  const fault = start.error instanceof ApiProblem ? start.error : undefined
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (sender && !byTemplate) start.mutate({ from: sender })
      }}
    >
      <Stack gap="4">
        <FormError error={start.error} />
        <FormField
          label={t('start.to')}
          help={t('start.to_help')}
          error={fault?.field('to') && t('start.to_wrong')}
          required
        >
          <Input
            type="tel"
            autoComplete="off"
            placeholder="+12025550101"
            value={form.to}
            onChange={(event) => setForm({ ...form, to: event.target.value })}
          />
        </FormField>
        <FormField label={t('start.from')}>
          <NativeSelect.Root size="xs">
            <NativeSelect.Field
              value={sender?.id ?? ''}
              onChange={(event) => setForm({ ...form, senderId: Number(event.target.value) })}
            >
              {senders.map((one) => (
                <option key={one.id} value={one.id}>
                  {senderText(one)} · {visibleText(one.channel_name)}
                </option>
              ))}
            </NativeSelect.Field>
            <NativeSelect.Indicator />
          </NativeSelect.Root>
        </FormField>
        {sender && <OneWayNote sender={sender} />}
        {sender && byTemplate ? (
          <Box borderTopWidth="1px" pt="3">
            <Text color="fg.muted" mb="3">
              {t('start.template')}
            </Text>
            <TemplatePicker
              key={sender.id}
              senderId={sender.id}
              sending={start.isPending}
              onSend={(filled) => start.mutate({ from: sender, filled })}
            />
          </Box>
        ) : (
          <>
            <FormField label={t('start.text')} error={fault?.field('text')} required>
              <Textarea
                rows={4}
                maxLength={20_000}
                value={form.text}
                onChange={(event) => setForm({ ...form, text: event.target.value })}
              />
              {sender && <SegmentNote text={form.text} sender={sender} />}
            </FormField>
            <Flex justify="flex-end" gap="2">
              <Button variant="ghost" onClick={onDone}>
                {t('common.cancel')}
              </Button>
              <Button type="submit" loading={start.isPending} disabled={!sender}>
                {t('composer.send')}
              </Button>
            </Flex>
          </>
        )}
      </Stack>
    </form>
  )
}
