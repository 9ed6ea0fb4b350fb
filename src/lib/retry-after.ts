const longestMs = 3_600_000

/**
 * A `Retry-After` header (seconds, or an HTTP date) as milliseconds from `nowMs`, never more than an hour: a carrier
 * that says "in ten years" must not park a message. Undefined where it is missing, negative or unreadable.
 */
export function retryAfterMs(header: string | undefined, nowMs: number): number | undefined {
  if (header === undefined) return undefined
  const text = header.trim()
  if (/^\d+$/.test(text)) return Math.min(Number(text) * 1000, longestMs)
  // An HTTP date always names its weekday; anything else that Date.parse would swallow is nonsense here.
  const at = /^[A-Z][a-z]{2,8},? /.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(at) ? undefined : Math.min(Math.max(at - nowMs, 0), longestMs)
}
