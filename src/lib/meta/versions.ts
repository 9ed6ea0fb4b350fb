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
const words = {
  endedOn: (version: string, day: string) => ({
    en: `${version}: ended on ${day}`,
    zh: `${version}：已于 ${day} 停用`,
  }),
  ended: (version: string) => ({ en: `${version}: ended`, zh: `${version}：已停用` }),
  until: (version: string, day: string) => ({
    en: `${version}: until ${day}`,
    zh: `${version}：可用至 ${day}`,
  }),
  endless: (version: string) => ({ en: `${version}: no end announced`, zh: `${version}：未公布停用日期` }),
}
const label = { en: 'Graph API version', zh: 'Graph API 版本' }

/** How long a version is good for, with a warning from 60 days before its end. A newer one than we know is fine. */
export function versionFact(version: string, now: number): CheckFact {
  const lastDay = Object.hasOwn(lastDays, version) ? lastDays[version] : undefined
  if (lastDay) {
    const leftMs = Date.parse(lastDay) - now
    if (leftMs < 0) return { label, value: words.endedOn(version, lastDay), warning: true }
    return { label, value: words.until(version, lastDay), warning: leftMs <= warnMs }
  }
  if (lastDay === undefined && Number.parseInt(version.slice(1), 10) < oldest) {
    return { label, value: words.ended(version), warning: true }
  }
  return { label, value: words.endless(version) }
}
