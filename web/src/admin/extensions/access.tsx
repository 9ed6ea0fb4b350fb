import { Button, Switch, Text } from '@chakra-ui/react'
import { useMutation } from '@tanstack/react-query'
import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Extension, ExtensionPatch } from '../../../../src/contract/api/people.ts'
import { api } from '../../api/client.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { queryClient } from '../../query-client.ts'
import { useMe } from '../../session/me.ts'
import { toastProblem } from '../../ui/toaster.tsx'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import { Group } from '../ui/group.tsx'
import { PersonSignIns } from './person-sign-ins.tsx'
import { ResetDialog } from './reset-dialog.tsx'

/** Whether a person may sign in, their password, and where they are signed in. What is done here is done at once. */
export function Access({ person }: { person: Extension }) {
  const { t } = useTranslation()
  const { extension: me } = useMe()
  const [asking, setAsking] = useState<'off' | 'reset'>()
  const close = () => setAsking(undefined)
  const set = useMutation({
    mutationFn: (active: boolean) =>
      api(`/extensions/${person.id}`, { method: 'PATCH', body: { active } satisfies ExtensionPatch }),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: ['extensions'] })
      close()
    },
    onError: toastProblem,
  })
  const name = visibleText(person.name)
  const self = me.id === person.id
  return (
    <Group title={t('admin.access.title')} text={t('admin.access.text')}>
      {self ? (
        <Text color="fg.muted">{t('admin.access.self')}</Text>
      ) : (
        <>
          <Switch.Root
            alignSelf="flex-start"
            checked={person.active}
            disabled={set.isPending}
            onCheckedChange={({ checked }) => (checked ? set.mutate(true) : setAsking('off'))}
          >
            <Switch.HiddenInput />
            <Switch.Control />
            <Switch.Label>{t('admin.access.may_sign_in')}</Switch.Label>
          </Switch.Root>
          <Button variant="outline" alignSelf="flex-start" onClick={() => setAsking('reset')}>
            <KeyRound /> {t('admin.access.reset')}
          </Button>
          <PersonSignIns person={person} />
        </>
      )}
      <ConfirmDialog
        open={asking === 'off'}
        onClose={close}
        title={t('admin.access.switch_off', { name })}
        text={t('admin.access.switch_off_text')}
        confirm={t('admin.access.switch_off_do')}
        pending={set.isPending}
        onConfirm={() => set.mutate(false)}
      />
      {asking === 'reset' && <ResetDialog person={person} onClose={close} />}
    </Group>
  )
}
