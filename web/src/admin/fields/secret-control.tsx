import { Button, Field, Flex, Input, Text } from '@chakra-ui/react'
import { useTranslation } from 'react-i18next'
import type { ApiChannel, ApiSettingField } from '../../../../src/contract/api/channels.ts'
import { useLocalText } from '../local-text.ts'
import { FieldFrame } from './field-frame.tsx'

export type SecretEdit = 'keep' | 'replace' | 'remove'

interface Props {
  field: ApiSettingField
  /** What is stored, as far as it may be shown; undefined for a new channel. */
  stored: ApiChannel['credentials'][string] | undefined
  edit: SecretEdit
  onEdit: (edit: SecretEdit) => void
  value: string
  onValue: (value: string) => void
  error: string | undefined
}

/** A secret is only ever written: a stored one shows that it is set and its end, and is kept until it is replaced. */
export function SecretControl({ field, stored, edit, onEdit, value, onValue, error }: Props) {
  const { t } = useTranslation()
  const local = useLocalText()
  const label = local(field.label)
  if (!stored?.set || edit === 'replace') {
    return (
      <FieldFrame field={field} required={field.required} error={error}>
        <Flex gap="2" w="100%">
          <Input
            type="password"
            autoComplete="new-password"
            spellCheck={false}
            value={value}
            {...(stored?.set ? { autoFocus: true } : {})}
            {...(field.max_length === null ? {} : { maxLength: field.max_length })}
            onChange={(event) => onValue(event.target.value)}
          />
          {stored?.set && (
            <Button variant="ghost" onClick={() => onEdit('keep')}>
              {t('common.cancel')}
            </Button>
          )}
        </Flex>
      </FieldFrame>
    )
  }
  return (
    <Field.Root>
      <Text fontWeight="medium">{label}</Text>
      <Flex gap="2" align="center" wrap="wrap" w="100%">
        <Text flex="1" minW="8rem" color={edit === 'remove' ? 'fg.warning' : 'fg.muted'}>
          {edit === 'remove' ? t('admin.secret.will_go') : <Stored endsWith={stored.ends_with} />}
        </Text>
        {edit === 'remove' ? (
          <Button variant="ghost" onClick={() => onEdit('keep')}>
            {t('admin.secret.keep')}
          </Button>
        ) : (
          <>
            <Button
              variant="outline"
              aria-label={`${t('admin.secret.replace')}: ${label}`}
              onClick={() => onEdit('replace')}
            >
              {t('admin.secret.replace')}
            </Button>
            {!field.required && (
              <Button
                variant="ghost"
                aria-label={`${t('admin.secret.remove')}: ${label}`}
                onClick={() => onEdit('remove')}
              >
                {t('admin.secret.remove')}
              </Button>
            )}
          </>
        )}
      </Flex>
      <Field.HelperText>{local(field.help)}</Field.HelperText>
    </Field.Root>
  )
}

function Stored({ endsWith }: { endsWith: string | null }) {
  const { t } = useTranslation()
  return endsWith === null ? t('admin.secret.set') : t('admin.secret.ends', { end: endsWith })
}
