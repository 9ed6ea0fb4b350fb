/** Waits before the second, third, … attempt. */
const STEPS_MS = [2_000, 10_000, 30_000, 120_000, 300_000, 900_000, 1_800_000]
const JITTER = 0.2

/** How long to wait after the given attempt (1 is the first), spread by a fifth either way. */
export function backOffMs(attempt: number, random: () => number = Math.random): number {
  const step = STEPS_MS[Math.min(attempt, STEPS_MS.length) - 1] ?? STEPS_MS[0]!
  return Math.round(step * (1 - JITTER + 2 * JITTER * random()))
}

/** Waits before the carrier is asked for the first, second, … time what became of a lost send; then it is asked no more. */
export const lookUpWaitsMs = [2_000, 10_000, 60_000, 300_000, 900_000] as const
