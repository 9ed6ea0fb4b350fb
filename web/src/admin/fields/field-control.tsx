import { Input, InputGroup, Stack, Switch, Text } from '@chakra-ui/react'
import { useTranslation } from 'react-i18next'
import type { ApiSettingField } from '../../../../src/contract/api/channels.ts'
import { useLocalText } from '../local-text.ts'
import { Select } from '../ui/select.tsx'
import { FieldFrame } from './field-frame.tsx'

interface Props {
  field: ApiSettingField
  value: string | boolean
  onValue: (value: string | boolean) => void
  error: string | undefined
}

/** The control for one field that is not secret, drawn from its description alone. */
export function FieldControl(props: Props) {
  if (props.field.type === 'boolean') return <SwitchControl {...props} />
  return (
    <FieldFrame field={props.field} required={props.field.required} error={props.error}>
      <TextualControl {...props} />
    </FieldFrame>
  )
}

function TextualControl({ field, value, onValue }: Props) {
  const { t, i18n } = useTranslation()
  const local = useLocalText()
  const text = String(value)
  if (field.type === 'choice') {
    const choices = (field.choices ?? []).map(({ value: choice, label }) => [choice, local(label)] as const)
    const none = [['', t('admin.field.not_set')] as const]
    return (
      <Select
        w="22rem"
        value={text}
        onValue={onValue}
        options={field.required && text !== '' ? choices : [...none, ...choices]}
      />
    )
  }
  if (field.type === 'number') {
    return (
      <InputGroup
        w="13rem"
        endElement={
          field.unit && (
            <Text textStyle="xs">
              {i18n.exists(`admin.unit.${field.unit}`)
                ? t(`admin.unit.${field.unit}` as 'admin.unit.days')
                : field.unit}
            </Text>
          )
        }
      >
        <Input
          inputMode="decimal"
          autoComplete="off"
          value={text}
          placeholder={field.default === null ? '' : String(field.default)}
          onChange={(event) => onValue(event.target.value)}
        />
      </InputGroup>
    )
  }
  return (
    <Input
      type={field.type === 'url' ? 'url' : 'text'}
      autoComplete="off"
      spellCheck={false}
      value={text}
      {...(field.max_length === null ? {} : { maxLength: field.max_length })}
      placeholder={field.type === 'url' ? 'https://' : ''}
      onChange={(event) => onValue(event.target.value)}
    />
  )
}

function SwitchControl({ field, value, onValue, error }: Props) {
  const local = useLocalText()
  return (
    <Stack gap="1">
      <Switch.Root
        alignSelf="flex-start"
        checked={value === true}
        onCheckedChange={({ checked }) => onValue(checked)}
      >
        <Switch.HiddenInput aria-describedby={`about-${field.name}`} />
        <Switch.Control />
        <Switch.Label>{local(field.label)}</Switch.Label>
      </Switch.Root>
      <Text id={`about-${field.name}`} color={error ? 'fg.error' : 'fg.muted'} textStyle="xs">
        {error ?? local(field.help)}
      </Text>
    </Stack>
  )
}
