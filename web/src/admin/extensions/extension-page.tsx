import { Skeleton, Stack } from '@chakra-ui/react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Extension, ExtensionPatch } from '../../../../src/contract/api/people.ts'
import { api } from '../../api/client.ts'
import { ApiProblem } from '../../api/problem.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { queryClient } from '../../query-client.ts'
import { meQuery } from '../../session/me.ts'
import { Page } from '../../ui/page.tsx'
import { toastDone } from '../../ui/toaster.tsx'
import { extensionsQuery } from '../queries.ts'
import { FormBar } from '../ui/form-bar.tsx'
import { Group } from '../ui/group.tsx'
import { useLeaveGuard } from '../ui/leave-guard.tsx'
import { NotHere } from '../ui/not-here.tsx'
import { Access } from './access.tsx'
import { PersonFields, type PersonValues } from './person-fields.tsx'

/** One person: who they are, and their access. */
export function ExtensionPage({ id }: { id: number }) {
  const { t } = useTranslation()
  const people = useQuery(extensionsQuery)
  const person = people.data?.find((one) => one.id === id)
  if (people.isError) return <NotHere error={people.error} retry={people.refetch} />
  if (people.data && !person)
    return <NotHere error={new ApiProblem(404, { code: 'not_found' })} retry={people.refetch} />
  return (
    <Page
      back={{ href: '/extensions', label: t('nav.extensions') }}
      title={person ? visibleText(person.name) : t('nav.extensions')}
      {...(person ? { summary: `${person.number} · ${t(`role.${person.role}`)}` } : {})}
    >
      {person ? (
        <Stack gap="10">
          <Person person={person} />
          <Access person={person} />
        </Stack>
      ) : (
        <Skeleton h="40" />
      )}
    </Page>
  )
}

const valuesOf = ({ name, number, email, role }: Extension): PersonValues => ({ name, number, email, role })

function Person({ person }: { person: Extension }) {
  const { t } = useTranslation()
  const [values, setValues] = useState(() => valuesOf(person))
  const before = valuesOf(person)
  const changed = (Object.keys(values) as (keyof PersonValues)[]).filter((key) => values[key] !== before[key])
  const save = useMutation({
    mutationFn: () =>
      api<Extension>(`/extensions/${person.id}`, {
        method: 'PATCH',
        body: Object.fromEntries(changed.map((key) => [key, values[key]])) as ExtensionPatch,
      }),
    onSuccess: async (saved) => {
      await queryClient.invalidateQueries({ queryKey: extensionsQuery.queryKey })
      void queryClient.invalidateQueries({ queryKey: meQuery.queryKey })
      setValues(valuesOf(saved))
      toastDone(t('common.saved'))
    },
  })
  const dirty = changed.length > 0
  const { dialog, leave } = useLeaveGuard(dirty)
  const problem = save.error instanceof ApiProblem ? save.error : undefined
  const lastOne = problem?.code === 'conflict' && problem.errors.length === 0
  return (
    <FormBar
      sticky={false}
      error={save.error}
      {...(lastOne ? { errorText: t('admin.extensions.last_administrator') } : {})}
      saving={save.isPending}
      dirty={dirty}
      submit={t('common.save')}
      onSubmit={() => save.mutate()}
      onCancel={() => leave('/extensions')}
    >
      {dialog}
      <Group title={t('admin.extensions.person')} text={t('admin.extensions.person_text')}>
        <PersonFields values={values} onValues={setValues} problem={problem} />
      </Group>
    </FormBar>
  )
}
