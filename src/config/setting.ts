import type { Secret } from '../lib/secret.ts'

/** One row of the settings table: an environment variable, what it takes, and the sentence that explains it. */
export type Setting = TextSetting | UrlSetting | IntegerSetting | FlagSetting | ChoiceSetting | CidrsSetting

interface Common {
  /** The variable's full name; ends in the unit where the value has one. */
  readonly env: `TRUNKLINE_${string}`
  readonly help: string
  /** Kept in a `Secret`, so that no log or error can show it. */
  readonly secret?: true
  /** A value for `.env.example` and the reference page, where the default does not show the form. */
  readonly example?: string
}

interface TextSetting extends Common {
  readonly type: 'text'
  readonly default?: string
  /** What the value must match, whole, and the words that say so. */
  readonly pattern?: { readonly regex: RegExp; readonly words: string }
}

interface UrlSetting extends Common {
  readonly type: 'url'
  readonly schemes: readonly string[]
  readonly default?: string
  /** True where the value is only scheme, host and port. */
  readonly origin?: true
}

interface IntegerSetting extends Common {
  readonly type: 'integer'
  readonly min: number
  readonly max: number
  readonly default?: number
}

interface FlagSetting extends Common {
  readonly type: 'flag'
  readonly default: boolean
}

interface ChoiceSetting extends Common {
  readonly type: 'choice'
  readonly choices: readonly string[]
  readonly default: string
}

/** Addresses and networks, separated by commas: `10.0.0.0/8, 2001:db8::/32, 192.0.2.7`. */
interface CidrsSetting extends Common {
  readonly type: 'cidrs'
}

type PlainValue<S extends Setting> = S extends IntegerSetting
  ? number
  : S extends FlagSetting
    ? boolean
    : S extends ChoiceSetting
      ? S['choices'][number]
      : S extends CidrsSetting
        ? readonly string[]
        : string

type WrappedValue<S extends Setting> = S extends { readonly secret: true } ? Secret : PlainValue<S>

/** The type that a setting's value has in the configuration; undefined only where the table has no default. */
export type SettingValue<S extends Setting> = S extends
  | { readonly default: unknown }
  | { readonly type: 'cidrs' }
  ? WrappedValue<S>
  : WrappedValue<S> | undefined
