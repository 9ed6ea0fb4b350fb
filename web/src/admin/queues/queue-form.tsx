import { Input, RadioGroup, Stack, Text } from '@chakra-ui/react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Extension, NewQueue, Queue } from '../../../../src/contract/api/people.ts'
import { api } from '../../api/client.ts'
import { ApiProblem } from '../../api/problem.ts'
import { queryClient } from '../../query-client.ts'
import { FormField } from '../../ui/form-field.tsx'
import { toastDone } from '../../ui/toaster.tsx'
import { FormBar } from '../ui/form-bar.tsx'
import { Group } from '../ui/group.tsx'
import { useLeaveGuard } from '../ui/leave-guard.tsx'
import { PeoplePicker } from '../ui/people-picker.tsx'

const modes = ['manual', 'auto', 'none'] as const

/** A queue's name, how its conversations are picked up, and who shares them. */
export function QueueForm({ queue, people }: { queue: Queue | undefined; people: readonly Extension[] }) {
  const { t } = useTranslation()
  const [before] = useState<NewQueue>(() => ({
    name: queue?.name ?? '',
    pickup_mode: queue?.pickup_mode ?? 'manual',
    members: [...(queue?.members ?? [])],
  }))
  const [values, setValues] = useState(before)
  const save = useMutation({
    mutationFn: () =>
      queue
        ? api<Queue>(`/queues/${queue.id}`, { method: 'PATCH', body: values })
        : api<Queue>('/queues', { method: 'POST', body: values }),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: ['queues'] })
      toastDone(t('common.saved'))
      leave('/queues')
    },
  })
  const dirty = JSON.stringify(values) !== JSON.stringify(before)
  const { dialog, leave } = useLeaveGuard(dirty)
  const problem = save.error instanceof ApiProblem ? save.error : undefined
  const nameFault = problem?.code === 'conflict' ? t('admin.queues.taken') : problem?.field('name')
  return (
    <FormBar
      error={save.error}
      saving={save.isPending}
      dirty={dirty}
      submit={queue ? t('common.save') : t('admin.queues.create')}
      onSubmit={() => save.mutate()}
      onCancel={() => leave('/queues')}
    >
      {dialog}
      <Stack gap="8">
        <Group title={t('admin.name')} text={t('admin.queues.name_text')}>
          <FormField label={t('admin.name')} error={nameFault} required>
            <Input
              value={values.name}
              maxLength={100}
              autoComplete="off"
              onChange={(event) => setValues({ ...values, name: event.target.value })}
            />
          </FormField>
        </Group>
        <Group title={t('admin.queues.pickup')} text={t('admin.queues.pickup_text')}>
          <RadioGroup.Root
            aria-label={t('admin.queues.pickup')}
            size="sm"
            value={values.pickup_mode}
            onValueChange={({ value }) =>
              setValues({ ...values, pickup_mode: value as NewQueue['pickup_mode'] })
            }
          >
            <Stack gap="3">
              {modes.map((mode) => (
                <RadioGroup.Item key={mode} value={mode} alignItems="flex-start">
                  <RadioGroup.ItemHiddenInput />
                  <RadioGroup.ItemIndicator mt="0.5" />
                  <RadioGroup.ItemText>
                    <Text as="span" display="block" fontWeight="medium">
                      {t(`admin.pickup.${mode}`)}
                    </Text>
                    <Text as="span" display="block" color="fg.muted" textStyle="xs" fontWeight="normal">
                      {t(`admin.pickup_means.${mode}`)}
                    </Text>
                  </RadioGroup.ItemText>
                </RadioGroup.Item>
              ))}
            </Stack>
          </RadioGroup.Root>
        </Group>
        <Group title={t('admin.queues.members')} text={t('admin.queues.members_text')}>
          <PeoplePicker
            label={t('admin.queues.members')}
            people={people}
            value={values.members}
            onValue={(members) => setValues({ ...values, members: [...members] })}
            error={problem?.field('members')}
          />
        </Group>
      </Stack>
    </FormBar>
  )
}
