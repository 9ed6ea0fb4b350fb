import type { Provider } from '../../contract/provider.ts'
import type { SettingField, SettingValue } from '../../contract/settings.ts'
import { type BadValue, validationProblem } from '../../contract/validation.ts'
import { badWords } from './field-value.ts'
import { channelFields } from './setting-values.ts'

type Given = Readonly<Record<string, SettingValue | null>>

/** What a caller sends: a field may stand in either map. */
export interface GivenFields {
  readonly credentials?: Given | undefined
  readonly settings?: Given | undefined
}

/** What the channel has already. */
export interface StoredFields {
  readonly settings: Readonly<Record<string, SettingValue>>
  readonly secretNames: ReadonlySet<string>
}

export interface FieldChanges {
  /** All settings that are not secret, as they are to be stored. */
  readonly settings: Readonly<Record<string, SettingValue>>
  /** Only the secrets that change; null removes. */
  readonly secrets: ReadonlyMap<string, string | null>
  /** Names of the fields whose value changes, without the values: for the audit trail. */
  readonly changed: readonly string[]
}

interface Wish {
  readonly path: string
  readonly field: SettingField
  readonly value: SettingValue | null
}

export const noFields: StoredFields = { settings: {}, secretNames: new Set() }

/**
 * Judges the fields of a call against the provider's list and the common settings, and says what is to be stored where.
 * Null removes a value, as an empty text does; only for a secret that is set an empty text is refused, so that a form
 * that was not filled in cannot take a channel's protection away. Throws `validation_failed` with every bad field.
 */
export function applyFields(provider: Provider, given: GivenFields, stored: StoredFields): FieldChanges {
  const fields = channelFields(provider)
  const bad: BadValue[] = []
  const wishes = readWishes(fields, given, stored, bad)

  const settings = new Map(Object.entries(stored.settings))
  const secrets = new Map<string, string | null>()
  const secretNames = new Set(stored.secretNames)
  const changed: string[] = []
  for (const { field, value } of wishes.values()) {
    if (field.secret) {
      if (value === null && !secretNames.has(field.name)) continue
      secrets.set(field.name, value === null ? null : String(value))
      if (value === null) secretNames.delete(field.name)
      else secretNames.add(field.name)
    } else {
      if ((settings.get(field.name) ?? null) === value) continue
      if (value === null) settings.delete(field.name)
      else settings.set(field.name, value)
    }
    changed.push(field.name)
  }

  for (const field of fields.values()) {
    const there = field.secret ? secretNames.has(field.name) : settings.has(field.name)
    if (!field.required || field.default !== undefined || there) continue
    const path = wishes.get(field.name)?.path ?? pathOf(field.secret ? 'credentials' : 'settings', field.name)
    if (!bad.some((one) => one.path === path)) bad.push({ path, message: 'is required' })
  }
  if (bad.length > 0) throw validationProblem(bad)
  return { settings: Object.fromEntries(settings), secrets, changed }
}

const pathOf = (map: 'credentials' | 'settings', name: string) => `body.${map}.${name}`

function readWishes(
  fields: ReadonlyMap<string, SettingField>,
  given: GivenFields,
  stored: StoredFields,
  bad: BadValue[],
): ReadonlyMap<string, Wish> {
  const wishes = new Map<string, Wish>()
  for (const map of ['credentials', 'settings'] as const) {
    for (const [name, raw] of Object.entries(given[map] ?? {})) {
      const path = pathOf(map, name.slice(0, 100))
      const field = fields.get(name)
      if (!field) {
        bad.push({ path, message: `is not known; the fields are ${[...fields.keys()].join(', ')}` })
        continue
      }
      if (wishes.has(name)) {
        bad.push({ path, message: 'is given twice, in credentials and in settings' })
        continue
      }
      const value = typeof raw === 'string' ? raw.trim() : raw
      const empty = value === null || value === ''
      if (value === '' && field.secret && stored.secretNames.has(name)) {
        bad.push({ path, message: 'is empty; leave it out to keep it, or send null to remove it' })
      }
      const words = empty ? undefined : badWords(field, value)
      if (words) bad.push({ path, message: words })
      wishes.set(name, { path, field, value: empty ? null : value })
    }
  }
  return wishes
}
