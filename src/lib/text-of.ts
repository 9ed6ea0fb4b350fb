import type { SettingValues } from '../contract/settings.ts'

/** A setting as text; undefined where it is not set. */
export function textOf(values: SettingValues, name: string): string | undefined {
  const value = values[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}
