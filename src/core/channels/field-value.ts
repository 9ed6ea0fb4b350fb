import type { SettingField, SettingValue } from '../../contract/settings.ts'
import { readNetworks, splitNetworks } from '../../lib/net/networks.ts'

/** Where a field names no bound of its own. */
const LONGEST_TEXT = 4096
const LONGEST_URL = 2048

/** What is wrong with a field's value, as a sentence's end that never repeats the value; undefined where nothing is. */
export function badWords(field: SettingField, value: SettingValue): string | undefined {
  switch (field.type) {
    case 'number':
      return badNumber(field, value)
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'must be true or false'
    case 'choice': {
      const values = (field.choices ?? []).map((choice) => choice.value)
      return values.includes(String(value)) ? undefined : `must be one of ${values.join(', ')}`
    }
    case 'url':
      return badText(field, value, LONGEST_URL) ?? badUrl(String(value))
    case 'networks':
      return badText(field, value, LONGEST_TEXT) ?? badNetworks(String(value))
    case 'text':
      return badText(field, value, LONGEST_TEXT)
  }
}

function badNumber({ min, max }: SettingField, value: SettingValue): string | undefined {
  if (typeof value !== 'number' || !Number.isFinite(value)) return 'must be a number'
  if (min !== undefined && value < min) return `must be at least ${min}`
  if (max !== undefined && value > max) return `must be at most ${max}`
  return undefined
}

/** The length goes first: a pattern never sees more characters than the field takes. */
function badText(field: SettingField, value: SettingValue, longest: number): string | undefined {
  if (typeof value !== 'string') return 'must be a text'
  const most = field.maxLength ?? longest
  if (value.length > most) return `must have at most ${most} characters`
  if (/[\p{Cc}\p{Surrogate}]/u.test(value)) return 'must not hold control characters'
  if (field.pattern && !wholly(field.pattern).test(value)) {
    return field.form ? `must be ${field.form.en}` : 'does not have the right form'
  }
  return undefined
}

const wholly = (pattern: RegExp) => new RegExp(`^(?:${pattern.source})$`, pattern.flags.replace(/[gy]/g, ''))

/** Credentials in an address would be shown, logged and sent to whoever the address names. */
function badUrl(value: string): string | undefined {
  const url = URL.canParse(value) ? new URL(value) : undefined
  if (!url || !/^https?:\/\//i.test(value)) return 'must be an address that begins with http:// or https://'
  if (url.username !== '' || url.password !== '') return 'must not hold a user name or a password'
  if (url.hash !== '') return 'must not hold a # part'
  return undefined
}

function badNetworks(value: string): string | undefined {
  const list = splitNetworks(value)
  const good = list.length > 0 && readNetworks(list) !== undefined
  return good ? undefined : 'must be IP addresses or networks like 198.51.100.0/24, separated by commas'
}
