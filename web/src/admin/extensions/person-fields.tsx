import { Input } from '@chakra-ui/react'
import { useTranslation } from 'react-i18next'
import type { Role } from '../../../../src/contract/api/common.ts'
import type { ApiProblem } from '../../api/problem.ts'
import { FormField } from '../../ui/form-field.tsx'
import { Select } from '../ui/select.tsx'

const roles: readonly Role[] = ['agent', 'supervisor', 'administrator']

export interface PersonValues {
  name: string
  number: string
  email: string
  role: Role
}

interface Props {
  values: PersonValues
  onValues: (values: PersonValues) => void
  problem: ApiProblem | undefined
}

/** Who somebody is: name, number, e-mail address and role. */
export function PersonFields({ values, onValues, problem }: Props) {
  const { t } = useTranslation()
  const set = (change: Partial<PersonValues>) => onValues({ ...values, ...change })
  const error = (field: keyof PersonValues) => {
    const words = problem?.field(field)
    return words !== undefined && problem?.code === 'conflict' ? t('admin.extensions.taken') : words
  }
  return (
    <>
      <FormField label={t('person.name')} error={error('name')} required>
        <Input
          value={values.name}
          maxLength={100}
          autoComplete="off"
          onChange={(event) => set({ name: event.target.value })}
        />
      </FormField>
      <FormField
        label={t('admin.extensions.number')}
        help={t('admin.extensions.number_help')}
        error={error('number')}
        required
      >
        <Input
          w="8rem"
          inputMode="numeric"
          autoComplete="off"
          value={values.number}
          maxLength={8}
          onChange={(event) => set({ number: event.target.value })}
        />
      </FormField>
      <FormField
        label={t('person.email')}
        help={t('admin.extensions.email_help')}
        error={error('email')}
        required
      >
        <Input
          type="email"
          autoComplete="off"
          value={values.email}
          maxLength={254}
          onChange={(event) => set({ email: event.target.value })}
        />
      </FormField>
      <FormField
        label={t('admin.extensions.role')}
        help={t(`admin.role_means.${values.role}`)}
        error={error('role')}
      >
        <Select
          w="14rem"
          value={values.role}
          onValue={(chosen) => set({ role: chosen })}
          options={roles.map((each) => [each, t(`role.${each}`)] as const)}
        />
      </FormField>
    </>
  )
}
