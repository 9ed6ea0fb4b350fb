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

/** Below it a number of milliseconds would lie before 2001: such numbers are seconds. */
const leastMs = 1e12

/**
 * A vendor's Unix time in seconds or milliseconds, as a number or in digits, where it can be true as above; undefined
 * otherwise.
 */
export function epochTime(now: number, written: unknown): number | undefined {
  const digits = typeof written === 'string' && /^\d{1,16}$/.test(written)
  const value = typeof written === 'number' || digits ? Number(written) : Number.NaN
  const at = Math.trunc(value < leastMs ? value * 1000 : value)
  return at >= earliest && at <= now + dayMs ? at : undefined
}
