import type { ApiSettingField } from '../../../../src/contract/api/channels.ts'
import type { LocalText } from '../../../../src/contract/settings.ts'

/** What is wrong with a field, as a key below `admin.field` with the values that its sentence needs. */
export interface FieldFault {
  key: 'required' | 'number' | 'min' | 'max' | 'max_length' | 'url' | 'pattern' | 'form' | 'networks'
  values?: Readonly<Record<string, number>>
  /** What it must be instead, for `form`. */
  form?: LocalText
}

/**
 * Judges one value as the gateway will, so that a mistake is told before anything is sent. `isSet`: a secret that is
 * stored already may stay empty.
 */
export function fieldFault(
  field: ApiSettingField,
  value: string | boolean,
  isSet = false,
): FieldFault | undefined {
  if (typeof value === 'boolean') return undefined
  const text = value.trim()
  if (text === '') {
    return field.required && field.default === null && !isSet ? { key: 'required' } : undefined
  }
  if (field.type === 'number') return numberFault(field, Number(text))
  if (field.max_length !== null && text.length > field.max_length) {
    return { key: 'max_length', values: { max: field.max_length } }
  }
  if (field.pattern !== null && !new RegExp(`^(?:${field.pattern})$`).test(text)) {
    return field.form ? { key: 'form', form: field.form } : { key: 'pattern' }
  }
  if (field.type === 'networks' && !text.split(',').every((one) => network.test(one.trim()))) {
    return { key: 'networks' }
  }
  if (field.type === 'url' && !(/^https?:\/\//i.test(text) && URL.canParse(text))) return { key: 'url' }
  return undefined
}

/** As far as the page judges it: four parts, or something with colons, and perhaps a width. */
const network = /^$|^(\d{1,3}(\.\d{1,3}){3}|[\da-f:.]*:[\da-f:.]*)(\/\d{1,3})?$/i

function numberFault({ min, max }: ApiSettingField, value: number): FieldFault | undefined {
  if (!Number.isFinite(value)) return { key: 'number' }
  if (min !== null && value < min) return { key: 'min', values: { min } }
  if (max !== null && value > max) return { key: 'max', values: { max } }
  return undefined
}
