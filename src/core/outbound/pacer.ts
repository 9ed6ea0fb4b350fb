/** The window in which a rate is never exceeded. */
const WINDOW_MS = 1_000

/** Kept over the window itself: clocks and timers are not exact. */
const GUARD_MS = 1

/**
 * Bytes do not all take the same time to arrive, so two sends that the cap ties together are measured from the latest
 * moment at which the first can have arrived: by as much as its answer took longer than the fastest ones do. So many
 * milliseconds a send are spent on this at most, on average over a ring, which with the guard is less than one per cent of
 * the rate.
 */
const LATE_ARRIVAL_MS = 8

/** One send is waited for no longer than this: a reply may be behind it. */
const MOST_LATE_MS = 50

/** By how much the fastest answer that is known moves towards a slower one: a route that has changed is learnt. */
const FORGET = 0.01

/**
 * How far behind its even pace a lane may fall and still catch up. What is caught up in a burst leaves a gap of that length
 * in every second to come, since the window holds, and a reply may have to wait for its end: so no more than a pause of the
 * process makes up for, and a longer stop of the machine is not made up for.
 */
const CATCH_UP_MS = 45

/**
 * One permitted send. `started` is called right before the bytes leave; `ended` when the carrier has answered, or nothing
 * more will leave.
 */
export interface Slot {
  started(): void
  ended(): void
}

interface Start {
  /** On the pacer's clock; undefined while the send has not begun. */
  at: number | undefined
  /** How much longer than the fastest its answer took. */
  lateMs: number
}

/**
 * Pace and ring: never more than `rate` starts in any one-second window, evenly spread, and at least 99 % of the rate
 * while there is work.
 *
 * The ring holds the last `cap` starts as they really happened. A send is permitted when the one `cap` before it lies a
 * whole window back and has really begun: while a connection is being opened the ring waits, because a start that comes
 * late would otherwise fall into the window of later ones. A pacer that is new behaves as if its last second had been full,
 * so that a restart never doubles a second.
 */
export class Pacer {
  readonly #now: () => number
  #cap = 1
  #windowMs = WINDOW_MS
  #intervalMs = WINDOW_MS
  #paceAt: number
  /** What may be spent on late arrivals now. */
  #budgetMs = 0
  #fastestMs = Number.POSITIVE_INFINITY
  /** Oldest first; never more than `cap`. */
  #ring: Start[]
  /** Left the ring before they began: the rate was lowered meanwhile. */
  #late: Start[] = []
  /** The latest start that has left the ring. */
  #floor: number

  constructor(rate: number, now: () => number = () => performance.now()) {
    this.#now = now
    this.#floor = now()
    this.#paceAt = now()
    this.#ring = []
    this.setRate(rate)
    this.#budgetMs = this.#cap * LATE_ARRIVAL_MS
    for (let i = 0; i < this.#cap; i++) this.#ring.push({ at: this.#floor, lateMs: 0 })
  }

  /**
   * Changes the rate at once; what has been sent keeps counting. Above one a rate is a whole number, since no other can be
   * kept in every window; below one the window is as long as the interval.
   */
  setRate(rate: number): void {
    this.#cap = Math.max(1, Math.floor(rate))
    this.#windowMs = rate < 1 ? WINDOW_MS / rate : WINDOW_MS
    this.#intervalMs = this.#windowMs / this.#cap
    while (this.#ring.length > this.#cap) this.#retire()
  }

  /** The moment, on the pacer's clock, at which the next send may start; Infinity while an earlier one has not begun. */
  nextAt(): number {
    if (this.#late.length > 0 && !this.#settleLate()) return Number.POSITIVE_INFINITY
    // A ring with room means a raised rate: what left it lies a whole window before what it still holds.
    if (this.#ring.length < this.#cap) return this.#paceAt
    const [oldest] = this.#ring
    if (oldest?.at === undefined) return Number.POSITIVE_INFINITY
    const arrived = Math.max(this.#floor, oldest.at + this.#allowance(oldest))
    return Math.max(arrived + this.#windowMs + GUARD_MS, this.#paceAt)
  }

  /** Takes the next send. To be called only when `nextAt` has come. */
  take(): Slot {
    const now = this.#now()
    if (this.#ring.length >= this.#cap) this.#retire()
    this.#paceAt = Math.max(this.#paceAt + this.#intervalMs, now - CATCH_UP_MS)
    this.#budgetMs = Math.min(this.#budgetMs + LATE_ARRIVAL_MS, this.#cap * LATE_ARRIVAL_MS)
    // Until it is answered a send may be as late as can be afforded.
    const start: Start = { at: undefined, lateMs: Number.POSITIVE_INFINITY }
    this.#ring.push(start)
    return {
      started: () => {
        start.at = this.#now()
      },
      ended: () => {
        if (start.at === undefined) start.at = Number.NEGATIVE_INFINITY
        else start.lateMs = this.#lateness(this.#now() - start.at)
      },
    }
  }

  #retire(): void {
    const gone = this.#ring.shift()
    if (!gone) return
    if (gone.at === undefined) this.#late.push(gone)
    else this.#pass(gone, gone.at)
  }

  #pass(start: Start, at: number): void {
    const allowance = this.#allowance(start)
    this.#budgetMs -= allowance
    this.#floor = Math.max(this.#floor, at + allowance)
  }

  #lateness(tookMs: number): number {
    const fastestMs = this.#fastestMs
    this.#fastestMs = tookMs < fastestMs ? tookMs : fastestMs + (tookMs - fastestMs) * FORGET
    return Math.max(0, tookMs - fastestMs)
  }

  #allowance({ lateMs }: Start): number {
    return Math.min(lateMs, this.#budgetMs, MOST_LATE_MS)
  }

  #settleLate(): boolean {
    if (this.#late.some((start) => start.at === undefined)) return false
    for (const start of this.#late) this.#pass(start, start.at as number)
    this.#late = []
    return true
  }
}
