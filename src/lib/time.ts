/** Milliseconds UTC → RFC 3339, as the API writes times. */
export function toTime(at: number): string {
  return new Date(at).toISOString()
}

export function toTimeOrNull(at: number | null): string | null {
  return at === null ? null : toTime(at)
}
