import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Extension, NewExtension } from '../../../../src/contract/api/people.ts'
import { api } from '../../api/client.ts'
import { ApiProblem } from '../../api/problem.ts'
import { queryClient } from '../../query-client.ts'
import { Page } from '../../ui/page.tsx'
import { toastDone } from '../../ui/toaster.tsx'
import { extensionsQuery } from '../queries.ts'
import { FormBar } from '../ui/form-bar.tsx'
import { Group } from '../ui/group.tsx'
import { useLeaveGuard } from '../ui/leave-guard.tsx'
import { PasswordSuggestion } from './password-suggestion.tsx'
import { PersonFields, type PersonValues } from './person-fields.tsx'
import { suggestPassword } from './suggest-password.ts'

const empty: PersonValues = { name: '', number: '', email: '', role: 'agent' }

/** Adds a person, with a password to hand over. */
export function NewExtensionPage() {
  const { t, i18n } = useTranslation()
  const [values, setValues] = useState(empty)
  const [password, setPassword] = useState(suggestPassword)
  const create = useMutation({
    mutationFn: () =>
      api<Extension>('/extensions', {
        method: 'POST',
        body: {
          ...values,
          password,
          locale: i18n.language === 'zh-CN' ? 'zh-CN' : 'en',
        } satisfies NewExtension,
      }),
    onSuccess: ({ id }) => {
      void queryClient.invalidateQueries({ queryKey: extensionsQuery.queryKey })
      toastDone(t('admin.extensions.added'))
      leave(`/extensions/${id}`)
    },
  })
  const dirty = JSON.stringify(values) !== JSON.stringify(empty)
  const { dialog, leave } = useLeaveGuard(dirty)
  const problem = create.error instanceof ApiProblem ? create.error : undefined
  return (
    <Page back={{ href: '/extensions', label: t('nav.extensions') }} title={t('admin.extensions.add')}>
      <FormBar
        error={create.error}
        saving={create.isPending}
        dirty={dirty}
        submit={t('admin.extensions.create')}
        onSubmit={() => create.mutate()}
        onCancel={() => leave('/extensions')}
      >
        {dialog}
        <Group title={t('admin.extensions.person')} text={t('admin.extensions.person_text')}>
          <PersonFields values={values} onValues={setValues} problem={problem} />
          <PasswordSuggestion value={password} onValue={setPassword} error={problem?.field('password')} />
        </Group>
      </FormBar>
    </Page>
  )
}
