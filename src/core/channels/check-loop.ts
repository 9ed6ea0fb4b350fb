import type { Check } from './checks.ts'
import type { Directory } from './directory.ts'

export interface CheckLoopOptions {
  readonly directory: Directory
  readonly check: Check
  readonly intervalMinutes: number
  /** A check could not be made or stored; the next round tries again. */
  failed(channelId: number, error: unknown): void
}

export interface CheckLoop {
  start(): void
  /** Starts no further check, and answers when those under way are over. */
  stop(): Promise<void>
  /** Checks a channel now, outside of its turn. */
  checkSoon(channelId: number): void
  /** Something speaks against the channel's credentials, such as a refused send: as above, once a minute at most. */
  doubt(channelId: number): void
}

/** A round's checks are spread over this part of the interval, so that many channels do not ask all at once. */
const SPREAD = 0.2
const FIRST_ROUND_MS = 2_000
const DOUBT_EVERY_MS = 60_000

/** Checks every channel in service once an interval. */
export function createCheckLoop(options: CheckLoopOptions): CheckLoop {
  const intervalMs = options.intervalMinutes * 60_000
  const underWay = new Set<Promise<void>>()
  const timers = new Set<NodeJS.Timeout>()
  /** When each channel was last doubted. */
  const doubted = new Map<number, number>()
  let running = false

  function after(delayMs: number, job: () => void): void {
    const timer = setTimeout(() => {
      timers.delete(timer)
      job()
    }, delayMs)
    timer.unref()
    timers.add(timer)
  }

  function round(spreadMs: number): void {
    for (const entry of options.directory.all()) {
      if (entry.active) after(Math.random() * spreadMs, () => checkSoon(entry.id))
    }
    after(intervalMs, () => round(intervalMs * SPREAD))
  }

  function checkSoon(channelId: number): void {
    if (!running || !options.directory.byId(channelId)) return
    const started = options
      .check(channelId)
      .then(() => undefined)
      .catch((error: unknown) => options.failed(channelId, error))
      .finally(() => underWay.delete(started))
    underWay.add(started)
  }

  function doubt(channelId: number): void {
    const now = performance.now()
    if (now - (doubted.get(channelId) ?? Number.NEGATIVE_INFINITY) < DOUBT_EVERY_MS) return
    doubted.set(channelId, now)
    checkSoon(channelId)
  }

  return {
    checkSoon,
    doubt,
    start() {
      if (running) return
      running = true
      round(FIRST_ROUND_MS)
    },
    async stop() {
      running = false
      for (const timer of timers) clearTimeout(timer)
      timers.clear()
      await Promise.all(underWay)
    },
  }
}
