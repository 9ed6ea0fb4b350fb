/** Settings as data: one list drives validation, the settings form, masking in answers and logs, and the docs. */

/** A text in every language of the product. */
export interface LocalText {
  readonly en: string
  readonly zh: string
}

export type SettingGroup = 'sending' | 'opt_out' | 'webhook'

export interface SettingField {
  /** Key in the API, snake_case, with its unit where it has one: `messages_per_second`. */
  readonly name: string
  /** `networks`: IP addresses and networks (CIDR), separated by commas. */
  readonly type: 'text' | 'url' | 'number' | 'boolean' | 'choice' | 'networks'
  readonly label: LocalText
  readonly help: LocalText
  /** Where the administrator finds the value at the vendor. */
  readonly where?: LocalText
  /** Stored encrypted, never shown again, never logged. */
  readonly secret?: boolean
  readonly required?: boolean
  readonly default?: string | number | boolean
  /** What a text must match, whole. */
  readonly pattern?: RegExp
  /** The pattern in words that go on after "must be". */
  readonly form?: LocalText
  readonly maxLength?: number
  readonly min?: number
  readonly max?: number
  readonly unit?: string
  /** Common settings that belong together in a form; `sending` unless given. */
  readonly group?: SettingGroup
  readonly choices?: readonly { readonly value: string; readonly label: LocalText }[]
}

export type SettingValue = string | number | boolean
export type SettingValues = Readonly<Record<string, SettingValue | undefined>>
