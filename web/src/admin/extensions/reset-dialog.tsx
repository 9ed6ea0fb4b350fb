import { Button, Stack, Text } from '@chakra-ui/react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Extension } from '../../../../src/contract/api/people.ts'
import { api } from '../../api/client.ts'
import { ApiProblem } from '../../api/problem.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { queryClient } from '../../query-client.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { toastDone } from '../../ui/toaster.tsx'
import { signInsQuery } from '../queries.ts'
import { PasswordSuggestion } from './password-suggestion.tsx'
import { suggestPassword } from './suggest-password.ts'

/** Gives somebody a new password, which ends their sign-ins. */
export function ResetDialog({ person, onClose }: { person: Extension; onClose: () => void }) {
  const { t } = useTranslation()
  const [password, setPassword] = useState(suggestPassword)
  const reset = useMutation({
    mutationFn: () => api(`/extensions/${person.id}/password`, { method: 'POST', body: { password } }),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: signInsQuery(person.id).queryKey })
      toastDone(t('admin.access.reset_done', { name: visibleText(person.name) }))
      onClose()
    },
  })
  const problem = reset.error instanceof ApiProblem ? reset.error : undefined
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('admin.access.reset_title', { name: visibleText(person.name) })}
      footer={
        <>
          <Button variant="outline" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button loading={reset.isPending} onClick={() => reset.mutate()}>
            {t('admin.access.reset_do')}
          </Button>
        </>
      }
    >
      <Stack gap="4">
        <FormError error={reset.error} />
        <Text color="fg.muted">{t('admin.access.reset_text')}</Text>
        <PasswordSuggestion value={password} onValue={setPassword} error={problem?.field('password')} />
      </Stack>
    </Dialog>
  )
}
