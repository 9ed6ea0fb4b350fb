import type { ApiChannel, ApiSettingField } from '../../../../src/contract/api/channels.ts'

/** What stands in a form's controls: texts for everything but switches. A secret's text is empty until it is replaced. */
export type FormValues = Readonly<Record<string, string | boolean>>

/** Fields as the API takes them. */
export interface FieldBody {
  credentials: Record<string, string | number | boolean | null>
  settings: Record<string, string | number | boolean | null>
}

const shown = (field: ApiSettingField, value: string | number | boolean | null): string | boolean =>
  field.type === 'boolean' ? value === true : value === null ? '' : String(value)

/** A form's values for a channel as it is; for a new one, the fields' defaults. */
export function initialValues(fields: readonly ApiSettingField[], channel?: ApiChannel): FormValues {
  return Object.fromEntries(
    fields.map((field) => {
      if (field.secret) return [field.name, '']
      const value = channel ? (channel.settings[field.name] ?? null) : field.default
      return [field.name, shown(field, value)]
    }),
  )
}

/**
 * The request body that brings a channel from `before` to `now`: only what differs. An emptied setting is removed (null),
 * so that its default holds again. A secret goes out when something was typed; `removed` names those to be taken away.
 */
export function fieldBody(
  fields: readonly ApiSettingField[],
  before: FormValues,
  now: FormValues,
  removed: ReadonlySet<string> = new Set(),
): FieldBody {
  const body: FieldBody = { credentials: {}, settings: {} }
  for (const field of fields) {
    const value = trimmed(now[field.name] ?? '')
    if (field.secret) {
      if (removed.has(field.name)) body.credentials[field.name] = null
      else if (value !== '') body.credentials[field.name] = value
    } else if (value !== trimmed(before[field.name] ?? '')) {
      body.settings[field.name] = apiValue(field, value)
    }
  }
  return body
}

const trimmed = (value: string | boolean) => (typeof value === 'string' ? value.trim() : value)

function apiValue(field: ApiSettingField, value: string | boolean): string | number | boolean | null {
  if (value === '') return null
  return field.type === 'number' ? Number(value) : value
}

export const isEmptyBody = ({ credentials, settings }: FieldBody): boolean =>
  Object.keys(credentials).length === 0 && Object.keys(settings).length === 0
