const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const

/** A length of time for people, in its largest whole unit: `4 sec`, `12 min`, `3 hr`. */
export function durationText(ms: number, locale: string): string {
  const [unit, unitMs] = units.find(([, each]) => ms >= each) ?? ['second', 1000]
  const format = new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' })
  return format.format(Math.floor(ms / unitMs))
}
