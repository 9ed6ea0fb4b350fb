import type { AuditEntry } from '../../../../src/contract/api/people.ts'

/** Cuts the trail at midnight of this browser's time zone; order is kept. */
export function byDay(rows: readonly AuditEntry[]): { day: string; entries: AuditEntry[] }[] {
  const days: { day: string; entries: AuditEntry[] }[] = []
  for (const row of rows) {
    const day = new Date(row.at).toDateString()
    const last = days.at(-1)
    if (last?.day === day) last.entries.push(row)
    else days.push({ day, entries: [row] })
  }
  return days
}
