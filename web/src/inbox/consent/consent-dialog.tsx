import { Button, Stack, Text, Textarea } from '@chakra-ui/react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { NewConsent } from '../../../../src/contract/api/consent.ts'
import type { Conversation } from '../../../../src/contract/api/conversations.ts'
import { api } from '../../api/client.ts'
import { queryClient } from '../../query-client.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { FormField } from '../../ui/form-field.tsx'
import { consentKey, conversationKey } from '../queries.ts'

interface Props {
  conversationId: number
  state: NewConsent['state']
  onClose: () => void
}

/** Asks how the contact said it: the note stays on record with its author. */
export function ConsentDialog({ conversationId, state, onClose }: Props) {
  const { t } = useTranslation()
  const [words, setWords] = useState('')
  const note = useMutation({
    mutationFn: (body: NewConsent) =>
      api<Conversation>(`/conversations/${conversationId}/consent`, { method: 'POST', body }),
    onSuccess: (conversation) => {
      queryClient.setQueryData(conversationKey(conversationId), conversation)
      void queryClient.invalidateQueries({ queryKey: consentKey(conversationId) })
      onClose()
    },
  })
  return (
    <Dialog
      open
      onClose={onClose}
      title={t(`consent.note_${state}`)}
      footer={
        <>
          <Button variant="outline" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button
            disabled={words.trim() === ''}
            loading={note.isPending}
            onClick={() => note.mutate({ state, words: words.trim() })}
          >
            {t('common.save')}
          </Button>
        </>
      }
    >
      <Stack gap="3">
        <FormError error={note.error} />
        <Text color="fg.muted">{t(`consent.note_${state}_text`)}</Text>
        <FormField label={t('consent.words')} required>
          <Textarea
            rows={3}
            maxLength={500}
            value={words}
            onChange={(event) => setWords(event.target.value)}
          />
        </FormField>
      </Stack>
    </Dialog>
  )
}
