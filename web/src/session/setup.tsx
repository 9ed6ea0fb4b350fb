import { Button, Checkbox, Input, Stack } from '@chakra-ui/react'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import type { Me, Setup } from '../../../src/contract/api/people.ts'
import { api } from '../api/client.ts'
import { ApiProblem } from '../api/problem.ts'
import { queryClient } from '../query-client.ts'
import { FormError } from '../ui/form-error.tsx'
import { FormField } from '../ui/form-field.tsx'
import { PasswordInput } from '../ui/password-input.tsx'
import { SignedOutCard } from './card.tsx'
import { meQuery } from './me.ts'
import { setupQuery } from './setup-state.ts'

const shortestPassword = 12

/** First run: makes the administrator, with the code that stands on the console. */
export function SetupPage({ demoOffered }: { demoOffered: boolean }) {
  const { t, i18n } = useTranslation()
  const [, navigate] = useLocation()
  const [form, setForm] = useState({ code: '', name: '', email: '', password: '', demo: false })
  const set = (change: Partial<typeof form>) => setForm({ ...form, ...change })
  const setup = useMutation({
    mutationFn: () => {
      const locale: Setup['locale'] = i18n.language === 'zh-CN' ? 'zh-CN' : 'en'
      return api<Me>('/setup', {
        method: 'POST',
        body: { ...form, code: form.code.trim(), locale } satisfies Setup,
      })
    },
    onSuccess: (me) => {
      queryClient.setQueryData(setupQuery.queryKey, { needed: false, demo_offered: false })
      navigate('/', { replace: true })
      queryClient.setQueryData(meQuery.queryKey, me)
    },
  })
  const fault = (path: string) => (setup.error instanceof ApiProblem ? setup.error.field(path) : undefined)
  // The only thing that is forbidden here is to go on without the right code.
  const wrongCode = setup.error instanceof ApiProblem && setup.error.code === 'forbidden'
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setup.mutate()
  }
  return (
    <SignedOutCard title={t('setup.title')} text={t('setup.text')}>
      <form onSubmit={submit}>
        <Stack gap="4">
          <FormError error={wrongCode ? null : setup.error} />
          <FormField
            label={t('setup.code')}
            help={t('setup.code_help')}
            error={wrongCode ? t('setup.wrong_code') : fault('code')}
            required
          >
            <Input
              autoComplete="off"
              autoFocus
              spellCheck={false}
              fontFamily="mono"
              value={form.code}
              onChange={(event) => set({ code: event.target.value })}
            />
          </FormField>
          <FormField label={t('person.name')} error={fault('name')} required>
            <Input
              autoComplete="name"
              value={form.name}
              onChange={(event) => set({ name: event.target.value })}
            />
          </FormField>
          <FormField label={t('person.email')} error={fault('email')} required>
            <Input
              type="email"
              autoComplete="username"
              value={form.email}
              onChange={(event) => set({ email: event.target.value })}
            />
          </FormField>
          <FormField
            label={t('person.password')}
            help={t('person.password_help', { count: shortestPassword })}
            error={fault('password')}
            required
          >
            <PasswordInput
              autoComplete="new-password"
              minLength={shortestPassword}
              value={form.password}
              onValue={(password) => set({ password })}
            />
          </FormField>
          {demoOffered && (
            <Checkbox.Root
              checked={form.demo}
              onCheckedChange={(details) => set({ demo: details.checked === true })}
              alignItems="flex-start"
              borderWidth="1px"
              rounded="l2"
              p="3"
            >
              <Checkbox.HiddenInput />
              <Checkbox.Control mt="0.5" />
              <Checkbox.Label fontWeight="normal" lineHeight="1.45">
                {t('setup.demo')}
              </Checkbox.Label>
            </Checkbox.Root>
          )}
          <Button type="submit" size="sm" loading={setup.isPending}>
            {t('setup.submit')}
          </Button>
        </Stack>
      </form>
    </SignedOutCard>
  )
}
