import { Button, Stack } from '@chakra-ui/react'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api/client.ts'
import { ApiProblem } from '../api/problem.ts'
import { queryClient } from '../query-client.ts'
import { FormError } from '../ui/form-error.tsx'
import { FormField } from '../ui/form-field.tsx'
import { PasswordInput } from '../ui/password-input.tsx'
import { toastDone } from '../ui/toaster.tsx'

const empty = { current_password: '', password: '' }

/** Changes one's own password; the other sign-ins end with it. */
export function PasswordForm() {
  const { t } = useTranslation()
  const [form, setForm] = useState(empty)
  const save = useMutation({
    mutationFn: () => api('/me/password', { method: 'POST', body: form }),
    onSuccess: async () => {
      setForm(empty)
      toastDone(t('account.password_changed'))
      await queryClient.invalidateQueries({ queryKey: ['sign-ins'] })
    },
  })
  const fault = save.error instanceof ApiProblem ? save.error : undefined
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="4" maxW="22rem">
        <FormError error={save.error} />
        <FormField label={t('account.current_password')} error={fault?.field('current_password')} required>
          <PasswordInput
            autoComplete="current-password"
            value={form.current_password}
            onValue={(value) => setForm({ ...form, current_password: value })}
          />
        </FormField>
        <FormField
          label={t('account.new_password')}
          help={t('person.password_help', { count: 12 })}
          error={fault?.field('password')}
          required
        >
          <PasswordInput
            autoComplete="new-password"
            minLength={12}
            value={form.password}
            onValue={(value) => setForm({ ...form, password: value })}
          />
        </FormField>
        <Button type="submit" alignSelf="flex-start" loading={save.isPending}>
          {t('account.change_password')}
        </Button>
      </Stack>
    </form>
  )
}
