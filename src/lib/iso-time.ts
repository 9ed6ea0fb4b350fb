const iso = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:Z|([+-])(\d\d):?(\d\d))$/

/**
 * An ISO 8601 date and time with an offset (`2026-11-21T10:00:00.123+08:00`, also `+0800` as Java writes it, or `Z`)
 * as milliseconds UTC. Undefined where the form is another, the offset is missing or the day does not exist.
 */
export function parseIsoTime(text: string): number | undefined {
  const match = iso.exec(text)
  if (!match) return undefined
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const offsetHours = Number(match[9] ?? 0)
  const offsetMinutes = Number(match[10] ?? 0)
  if (hour > 23 || minute > 59 || second > 59 || offsetHours > 23 || offsetMinutes > 59) return undefined
  const date = new Date(Date.UTC(year, month - 1, day))
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined
  const ms = Number((match[7] ?? '').padEnd(3, '0').slice(0, 3))
  const offsetMs = (match[8] === '-' ? -1 : 1) * (offsetHours * 60 + offsetMinutes) * 60_000
  return date.getTime() + ((hour * 60 + minute) * 60 + second) * 1000 + ms - offsetMs
}
