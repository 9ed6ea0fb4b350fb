import type { TFunction } from 'i18next'

const minuteMs = 60_000
const hourMinutes = 60

/** How long until then, rounded down, in two units: `5 d 3 h`, `23 h 10 min`, `40 min`, `under a minute`; in hours for two days. */
export function timeLeft(until: string, nowMs: number, t: TFunction): string {
  const left = Math.max(0, Math.floor((Date.parse(until) - nowMs) / minuteMs))
  const hours = Math.floor(left / hourMinutes)
  const minutes = left % hourMinutes
  if (hours >= 48) return t('window.days', { days: Math.floor(hours / 24), hours: hours % 24 })
  if (hours > 0) return t('window.hours', { hours, minutes })
  return minutes > 0 ? t('window.minutes', { minutes }) : t('window.moment')
}

/** True in the last hour, when it is time to answer. */
export const endsSoon = (until: string, nowMs: number): boolean =>
  Date.parse(until) - nowMs < hourMinutes * minuteMs
