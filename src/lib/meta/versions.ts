import type { CheckFact } from '../../contract/provider.ts'

/**
 * The last day of each Graph API version; null where Meta has not set it.
 * Source: developers.facebook.com/docs/graph-api/changelog/versions, read 2026-11-21.
 */
const lastDays: Readonly<Record<string, string | null>> = {
  'v20.0': '2026-09-24',
  'v21.0': '2027-01-21',
  'v22.0': '2027-05-20',
  'v23.0': '2027-10-08',
  'v24.0': '2028-02-18',
  'v25.0': '2028-07-29',
  'v26.0': null,
}
const oldest = 20

export const defaultVersion = 'v25.0'

const warnMs = 60 * 86_400_000
const label = { en: 'Graph API version', zh: 'Graph API 版本' }

/** How long a version is good for, with a warning from 60 days before its end. A newer one than we know is fine. */
export function versionFact(version: string, now: number): CheckFact {
  const lastDay = Object.hasOwn(lastDays, version) ? lastDays[version] : undefined
  if (lastDay) {
    const leftMs = Date.parse(lastDay) - now
    if (leftMs < 0) return { label, value: `${version}: ended on ${lastDay}`, warning: true }
    return { label, value: `${version}: until ${lastDay}`, warning: leftMs <= warnMs }
  }
  if (lastDay === undefined && Number.parseInt(version.slice(1), 10) < oldest) {
    return { label, value: `${version}: ended`, warning: true }
  }
  return { label, value: `${version}: no end announced` }
}
