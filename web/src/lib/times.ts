import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

/** Times in words, in one language and this browser's time zone. All take RFC 3339 texts. */
export interface Times {
  /** For lists: `now`, `5 min`, `14:20`, `Tue`, `3 Mar`, `3 Mar 2025`. */
  short(at: string, nowMs?: number): string
  clock(at: string): string
  /** For what is to come: `14:20` today, `Tuesday 3 March 14:20` on other days. */
  coming(at: string, nowMs?: number): string
  /** For separators: `Today`, `Yesterday`, `Tuesday 3 March`. */
  day(at: string, nowMs?: number): string
  full(at: string): string
}

/** The words for times in `locale`; `words` are those that Intl has not. */
export function makeTimes(locale: string, words: { now: string; today: string; yesterday: string }): Times {
  const format = (options: Intl.DateTimeFormatOptions) => {
    const formatter = new Intl.DateTimeFormat(locale, options)
    return (at: string) => formatter.format(new Date(at))
  }
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'always', style: 'narrow' })
  const clock = format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  const weekday = format({ weekday: 'short' })
  const date = format({ day: 'numeric', month: 'short' })
  const dateYear = format({ day: 'numeric', month: 'short', year: 'numeric' })
  const longDay = format({ weekday: 'long', day: 'numeric', month: 'long' })
  const longDayYear = format({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
  return {
    clock,
    full: format({ dateStyle: 'medium', timeStyle: 'medium' }),
    short(at, nowMs = Date.now()) {
      const ageMs = nowMs - Date.parse(at)
      if (ageMs < minuteMs) return words.now
      if (ageMs < hourMs) return relative.format(-Math.floor(ageMs / minuteMs), 'minute')
      const days = daysBetween(at, nowMs)
      if (days === 0) return clock(at)
      if (days < 7) return weekday(at)
      return sameYear(at, nowMs) ? date(at) : dateYear(at)
    },
    coming(at, nowMs = Date.now()) {
      if (daysBetween(at, nowMs) === 0) return clock(at)
      return `${(sameYear(at, nowMs) ? longDay : longDayYear)(at)} ${clock(at)}`
    },
    day(at, nowMs = Date.now()) {
      const days = daysBetween(at, nowMs)
      if (days === 0) return words.today
      if (days === 1) return words.yesterday
      return sameYear(at, nowMs) ? longDay(at) : longDayYear(at)
    },
  }
}

/** Whole calendar days from `at` to now, in this time zone. */
function daysBetween(at: string, nowMs: number): number {
  const midnight = (time: number | string) => new Date(time).setHours(0, 0, 0, 0)
  return Math.round((midnight(nowMs) - midnight(at)) / dayMs)
}

const sameYear = (at: string, nowMs: number) => new Date(at).getFullYear() === new Date(nowMs).getFullYear()

export function useTimes(): Times {
  const { t, i18n } = useTranslation()
  return useMemo(
    () =>
      makeTimes(i18n.language, {
        now: t('time.now'),
        today: t('time.today'),
        yesterday: t('time.yesterday'),
      }),
    [t, i18n.language],
  )
}
