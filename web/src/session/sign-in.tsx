import { Button, Input, Stack } from '@chakra-ui/react'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Me } from '../../../src/contract/api/people.ts'
import { api } from '../api/client.ts'
import { queryClient } from '../query-client.ts'
import { FormError } from '../ui/form-error.tsx'
import { FormField } from '../ui/form-field.tsx'
import { PasswordInput } from '../ui/password-input.tsx'
import { SignedOutCard } from './card.tsx'
import { meQuery } from './me.ts'

/** Takes an e-mail address and a password; afterwards the page that was asked for is shown. */
export function SignInPage() {
  const { t } = useTranslation()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const signIn = useMutation({
    mutationFn: () => api<Me>('/session', { method: 'POST', body: { email, password } }),
    onSuccess: (me) => queryClient.setQueryData(meQuery.queryKey, me),
    onError: () => setPassword(''),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    signIn.mutate()
  }
  return (
    <SignedOutCard title={t('sign_in.title')} text={t('sign_in.text')}>
      <form onSubmit={submit}>
        <Stack gap="4">
          <FormError error={signIn.error} />
          <FormField label={t('person.email')} required>
            <Input
              type="email"
              name="email"
              autoComplete="username"
              autoFocus
              value={email}
              onChange={(event) => setEmail(event.target.value)}
            />
          </FormField>
          <FormField label={t('person.password')} required>
            <PasswordInput autoComplete="current-password" value={password} onValue={setPassword} />
          </FormField>
          <Button type="submit" size="sm" loading={signIn.isPending}>
            {t('sign_in.submit')}
          </Button>
        </Stack>
      </form>
    </SignedOutCard>
  )
}
