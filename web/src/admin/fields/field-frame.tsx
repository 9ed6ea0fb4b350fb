import { Field, Text } from '@chakra-ui/react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ApiSettingField } from '../../../../src/contract/api/channels.ts'
import { useLocalText } from '../local-text.ts'

interface Props {
  field: ApiSettingField
  required: boolean
  error: string | undefined
  children: ReactNode
}

/** The label, the explanation and the error around one field's control. */
export function FieldFrame({ field, required, error, children }: Props) {
  const { t } = useTranslation()
  const local = useLocalText()
  const range = useRange(field)
  return (
    <Field.Root invalid={error !== undefined} required={required} id={`field-${field.name}`}>
      <Field.Label>
        {local(field.label)}
        <Field.RequiredIndicator />
      </Field.Label>
      {children}
      {error !== undefined && <Field.ErrorText>{error}</Field.ErrorText>}
      <Field.HelperText>
        {local(field.help)} {range}
        {field.where && (
          <Text as="span" display="block">
            {t('admin.field.where', { where: local(field.where) })}
          </Text>
        )}
      </Field.HelperText>
    </Field.Root>
  )
}

/** What a number may be, in words; nothing where it may be anything. */
function useRange({ type, min, max }: ApiSettingField): string | undefined {
  const { t } = useTranslation()
  if (type !== 'number' || min === null || max === null) return undefined
  return t('admin.field.range', { min, max })
}
