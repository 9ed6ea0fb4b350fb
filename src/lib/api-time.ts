/** A moment as the API writes it: RFC 3339 in UTC with milliseconds. Null stays null. */
export function apiTime(at: number): string
export function apiTime(at: number | null): string | null
export function apiTime(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString()
}
