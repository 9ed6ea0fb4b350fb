import { Button, Heading, Input, Stack } from '@chakra-ui/react'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api/client.ts'
import { queryClient } from '../query-client.ts'
import { FormError } from '../ui/form-error.tsx'
import { FormField } from '../ui/form-field.tsx'
import { Page } from '../ui/page.tsx'
import { toastDone } from '../ui/toaster.tsx'
import { meQuery, useMe } from './me.ts'
import { PasswordForm } from './password-form.tsx'
import { SignIns } from './sign-ins.tsx'

/** What a person may change of their own account: name, password, and where they are signed in. */
export function AccountPage() {
  const { t } = useTranslation()
  return (
    <Page title={t('account.title')} maxW="44rem">
      <Stack gap="8">
        <Section title={t('account.profile')}>
          <NameForm />
        </Section>
        <Section title={t('account.password')}>
          <PasswordForm />
        </Section>
        <Section title={t('account.sign_ins')}>
          <SignIns />
        </Section>
      </Stack>
    </Page>
  )
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <Heading as="h2" size="md" fontWeight="semibold" mb="3">
        {title}
      </Heading>
      {children}
    </section>
  )
}

function NameForm() {
  const { t } = useTranslation()
  const { extension } = useMe()
  const [name, setName] = useState(extension.name)
  const save = useMutation({
    mutationFn: () => api('/me', { method: 'PATCH', body: { name } }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: meQuery.queryKey })
      toastDone(t('common.saved'))
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="4" maxW="22rem">
        <FormError error={save.error} />
        <FormField label={t('person.name')} required>
          <Input value={name} autoComplete="name" onChange={(event) => setName(event.target.value)} />
        </FormField>
        <Button
          type="submit"
          alignSelf="flex-start"
          loading={save.isPending}
          disabled={name === extension.name}
        >
          {t('common.save')}
        </Button>
      </Stack>
    </form>
  )
}
