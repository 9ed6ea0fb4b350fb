/** Wall-clock milliseconds with fractions, from the monotonic clock: never jumps, and agrees between processes. */
export const wallNow = () => performance.timeOrigin + performance.now()
