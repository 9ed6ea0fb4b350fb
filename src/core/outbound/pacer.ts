/** The window in which a rate is never exceeded. */
const WINDOW_MS = 1_000

/**
 * Bytes take a moment to arrive, and not all the same moment, so two sends that the cap ties together are measured from the
 * latest time at which the first can have arrived: its answer. Where the answer takes longer than this, this counts, and
 * costs less than one per cent of the rate.
 */
const ARRIVAL_MS = 9

/**
 * How far behind its even pace a lane may fall and still catch up. What is caught up in a burst leaves a gap of that length
 * in every second to come, since the window holds, and a reply may have to wait for its end: so no more than a pause of the
 * process makes up for, and a longer stop of the machine is not made up for.
 */
const CATCH_UP_MS = 60

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
  endedAt?: number
}

/** The latest moment at which a send that has begun can have reached the carrier. */
function arrivedBy({ at, endedAt }: Start): number | undefined {
  return at === undefined ? undefined : Math.min(at + ARRIVAL_MS, endedAt ?? Number.POSITIVE_INFINITY)
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
    for (let i = 0; i < this.#cap; i++) this.#ring.push({ at: this.#floor })
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
    const oldest = this.#ring[0] && arrivedBy(this.#ring[0])
    if (oldest === undefined) return Number.POSITIVE_INFINITY
    return Math.max(Math.max(this.#floor, oldest) + this.#windowMs, this.#paceAt)
  }

  /** Takes the next send. To be called only when `nextAt` has come. */
  take(): Slot {
    const now = this.#now()
    if (this.#ring.length >= this.#cap) this.#retire()
    this.#paceAt = Math.max(this.#paceAt + this.#intervalMs, now - CATCH_UP_MS)
    const start: Start = { at: undefined }
    this.#ring.push(start)
    return {
      started: () => {
        start.at = this.#now()
      },
      ended: () => {
        start.at ??= Number.NEGATIVE_INFINITY
        start.endedAt = this.#now()
      },
    }
  }

  #retire(): void {
    const gone = this.#ring.shift()
    if (!gone) return
    if (gone.at === undefined) this.#late.push(gone)
    else this.#floor = Math.max(this.#floor, arrivedBy(gone) as number)
  }

  #settleLate(): boolean {
    if (this.#late.some((start) => start.at === undefined)) return false
    for (const start of this.#late) this.#floor = Math.max(this.#floor, arrivedBy(start) as number)
    this.#late = []
    return true
  }
}
