import { parseIsoTime } from './iso-time.ts'

const dayMs = 86_400_000
const earliest = Date.UTC(2000, 0, 1)

/**
 * A vendor's ISO 8601 time with an offset, as milliseconds UTC, where it can be true: after 1999 and at most a day ahead
 * of `now`. Anything else is `now`: a message is not lost over its time.
 */
export function timeOr(now: number, written: unknown): number {
  const at = typeof written === 'string' ? parseIsoTime(written) : undefined
  return at !== undefined && at >= earliest && at <= now + dayMs ? at : now
}
