const HOUR_MS = 3_600_000

/** The beginning of the hour that a moment lies in, in milliseconds UTC. */
export function hourOf(at: number): number {
  return at - (at % HOUR_MS)
}
