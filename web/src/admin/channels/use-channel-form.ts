import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ApiChannel, ApiSettingField, ProviderInfo } from '../../../../src/contract/api/channels.ts'
import { ApiProblem } from '../../api/problem.ts'
import { fieldFault } from '../fields/field-fault.ts'
import { fieldBody, initialValues, isEmptyBody } from '../fields/field-values.ts'
import type { SecretEdit } from '../fields/secret-control.tsx'
import { useLocalText } from '../local-text.ts'

/** The state of a channel's form: what was typed, what is wrong with it, and what would be sent. */
export function useChannelForm(provider: ProviderInfo, channel: ApiChannel | undefined, problem: unknown) {
  const { t } = useTranslation()
  const fields = [...provider.fields, ...provider.channel_settings]
  const [before] = useState(() => initialValues(fields, channel))
  const [values, setValues] = useState(before)
  const local = useLocalText()
  const [name, setName] = useState(channel?.name ?? '')
  const [edits, setEdits] = useState<Readonly<Record<string, SecretEdit>>>({})
  /** Mistakes are told once somebody tried to save: not while the form is being filled in. */
  const [tried, setTried] = useState(false)
  /** What the gateway refused and was changed since, which its answer no longer judges. */
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set())

  const removed = new Set(fields.filter((field) => edits[field.name] === 'remove').map((field) => field.name))
  const body = fieldBody(fields, before, values, removed)
  const refused = problem instanceof ApiProblem ? problem : undefined

  function ownFault(field: ApiSettingField) {
    const isSet = channel?.credentials[field.name]?.set === true && edits[field.name] !== 'remove'
    return fieldFault(field, values[field.name] ?? '', isSet)
  }

  function fault(field: ApiSettingField): string | undefined {
    const own = ownFault(field)
    if (own) return t(`admin.field.${own.key}`, { ...own.values, form: own.form && local(own.form) })
    if (touched.has(field.name)) return undefined
    return refused?.field(`credentials.${field.name}`) ?? refused?.field(`settings.${field.name}`)
  }

  const nameFault = name.trim() === '' ? t('admin.field.required') : refused?.field('name')
  const touch = (field: string) => setTouched(new Set([...touched, field]))
  return {
    name,
    setName,
    nameError: tried ? nameFault : undefined,
    values,
    edits,
    body,
    dirty: name.trim() !== (channel?.name ?? '') || !isEmptyBody(body),
    /** Whether a stored secret is to be replaced. */
    replacesSecret: provider.fields.some(
      ({ name: field }) => typeof body.credentials[field] === 'string' && channel?.credentials[field]?.set,
    ),
    error: (field: ApiSettingField) => (tried ? fault(field) : undefined),
    set(field: string, value: string | boolean) {
      touch(field)
      setValues({ ...values, [field]: value })
    },
    setEdit(field: string, edit: SecretEdit) {
      touch(field)
      setEdits({ ...edits, [field]: edit })
      setValues({ ...values, [field]: '' })
    },
    /** Marks the mistakes; true where the form may be sent. */
    ready(): boolean {
      setTried(true)
      setTouched(new Set())
      return name.trim() !== '' && !fields.some(ownFault)
    },
  }
}

export type ChannelForm = ReturnType<typeof useChannelForm>
