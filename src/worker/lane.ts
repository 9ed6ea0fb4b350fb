import PQueue from 'p-queue'
import type { OutboundMessage, SendOutcome } from '../contract/outbound.ts'
import type { ChannelEntry } from '../core/channels/directory.ts'
import { type Bucket, rateOf } from '../core/outbound/bucket.ts'
import type { Claimed } from '../core/outbound/claim.ts'
import { Pacer, type Slot } from '../core/outbound/pacer.ts'
import { referenceOf } from '../core/outbound/reference.ts'

/**
 * Messages are claimed this long before their turn: long enough to commit a few attempts together at high rates, short
 * enough that a reply accepted now is not kept waiting.
 */
const LEAD_MS = 25

/** A lane that the carrier refuses as a whole waits this long, then twice as long, up to the last. */
const PAUSE_MS = { first: 1_000, most: 60_000 } as const

/** What a lane asks of the rest. `settled` must not reject before the outcome is safe, or the process is ending. */
export interface LaneWork {
  claim(channelId: number, bucket: Bucket, limit: number): Promise<Claimed[]>
  /** When the first message falls due of those that were not due at `after`. */
  nextDueAt(channelId: number, bucket: Bucket, after: number): Promise<number | undefined>
  send(message: OutboundMessage, entry: ChannelEntry, slot: Slot): Promise<SendOutcome>
  /** `failuresInARow`: how many sends of the lane ended in `retry` without one that did not, this one included. */
  settled(channelId: number, claimed: Claimed, outcome: SendOutcome, failuresInARow: number): Promise<void>
  release(channelId: number, claimed: readonly Claimed[]): Promise<void>
  /** Puts back what is claimed in the table and not held here (attempt ids). */
  releaseLost(channelId: number, bucket: Bucket, held: ReadonlySet<number>): Promise<void>
  /** The channel sends no more: what still waits ends with that reason. */
  switchedOff(channelId: number): Promise<void>
  /** Milliseconds between a message's claim and its turn. */
  waited(channelId: number, milliseconds: number): void
  failed(channelId: number, error: unknown): void
  now(): number
}

/**
 * Sends the messages of one of a channel's buckets: takes what is due from the table, waits for each one's turn, keeps to
 * the rate and to the number of open requests. It holds no backlog; a lane that dies loses nothing.
 */
export class Lane {
  readonly bucket: Bucket
  readonly #work: LaneWork
  readonly #settled: (claimed: Claimed) => void
  readonly #pacer: Pacer
  readonly #requests: PQueue
  #entry: ChannelEntry
  #ready: { claimed: Claimed; since: number }[] = []
  /** Attempts claimed and neither settled nor put back. */
  readonly #held = new Set<number>()
  #claiming: Promise<void> | undefined
  /** Something may be claimed in the table that is not held here: a claim or putting one back failed. */
  #claimLost = false
  #moreWork = true
  #wokenWhileClaiming = false
  #pausedUntil = 0
  #pauseMs = 0
  #failuresInARow = 0
  #timer: NodeJS.Timeout | undefined
  #dueTimer: NodeJS.Timeout | undefined
  #stopped = false
  readonly #unsettled = new Set<Promise<void>>()

  /** `settled` is told when a message is: its conversation is free for its next one, in whichever bucket that is. */
  constructor(entry: ChannelEntry, bucket: Bucket, work: LaneWork, settled: (claimed: Claimed) => void) {
    this.bucket = bucket
    this.#entry = entry
    this.#work = work
    this.#settled = settled
    this.#pacer = new Pacer(rateOf(entry, bucket))
    this.#requests = new PQueue({ concurrency: entry.provider.limits.openRequests.value })
  }

  /** The channel changed: a new rate or new credentials hold from the next send on. */
  update(entry: ChannelEntry): void {
    const before = this.messagesPerSecond()
    this.#entry = entry
    if (this.messagesPerSecond() !== before) this.#pacer.setRate(this.messagesPerSecond())
    this.#pausedUntil = 0
    this.#pauseMs = 0
    this.wake()
  }

  /** Something may be due. */
  wake(): void {
    this.#moreWork = true
    if (this.#claiming !== undefined) this.#wokenWhileClaiming = true
    this.#turn()
  }

  messagesPerSecond(): number {
    return rateOf(this.#entry, this.bucket)
  }

  /** Milliseconds until the carrier is tried again; 0 where the lane is not paused. */
  pausedForMs(): number {
    return Math.max(0, this.#pausedUntil - performance.now())
  }

  /** Takes nothing new, puts back what has not begun, and answers when what has begun is settled. */
  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#timer)
    clearTimeout(this.#dueTimer)
    await this.#claiming
    await this.#putBack()
    await this.#releaseLost()
    await Promise.all(this.#unsettled)
  }

  /** Does all that can be done now, then sets a timer for what comes next. */
  #turn(): void {
    if (this.#stopped) return
    const now = performance.now()
    if (now < this.#pausedUntil) {
      this.#wakeAt(this.#pausedUntil)
      return
    }
    while (this.#ready.length > 0 && this.#pacer.nextAt() <= now && this.#freeRequests() > 0) {
      const { claimed, since } = this.#ready.shift()!
      this.#work.waited(this.#entry.id, now - since)
      this.#start(claimed)
    }
    this.#claimAhead(now)
    if (this.#ready.length > 0 && this.#freeRequests() > 0) this.#wakeAt(this.#pacer.nextAt())
  }

  #freeRequests(): number {
    return this.#requests.concurrency - this.#requests.pending - this.#requests.size
  }

  #claimAhead(now: number): void {
    if (this.#claiming !== undefined || !this.#moreWork) return
    const ahead = Math.max(1, Math.ceil((this.messagesPerSecond() * LEAD_MS) / 1_000))
    const room = Math.min(ahead, this.#freeRequests()) - this.#ready.length
    if (room <= 0) return
    const turn = this.#pacer.nextAt() - LEAD_MS
    if (turn > now) {
      // An earlier send that has not begun wakes the lane when it does.
      this.#wakeAt(turn)
      return
    }
    this.#claiming = this.#claim(room)
  }

  async #claim(limit: number): Promise<void> {
    // What falls due between the claim and the question for the next timer must not be missed.
    const asked = this.#work.now()
    try {
      await this.#releaseLost()
      this.#claimLost = true
      const claimed = await this.#work.claim(this.#entry.id, this.bucket, limit)
      this.#claimLost = false
      const since = performance.now()
      for (const one of claimed) {
        this.#ready.push({ claimed: one, since })
        this.#held.add(one.attemptId)
      }
      // A reply goes before the bulk that was claimed before it.
      this.#ready.sort((a, b) => a.claimed.priority - b.claimed.priority)
      this.#moreWork = claimed.length === limit || this.#wokenWhileClaiming
      if (!this.#moreWork) await this.#setDueTimer(asked)
    } catch (error) {
      this.#work.failed(this.#entry.id, error)
      this.#moreWork = true
      this.#pause(PAUSE_MS.first)
    } finally {
      this.#wokenWhileClaiming = false
      this.#claiming = undefined
    }
    this.#turn()
  }

  async #setDueTimer(after: number): Promise<void> {
    const dueAt = await this.#work.nextDueAt(this.#entry.id, this.bucket, after)
    if (this.#wokenWhileClaiming) this.#moreWork = true
    clearTimeout(this.#dueTimer)
    if (dueAt === undefined || this.#stopped) return
    // A long wait is cut short: timers hold 24 days at most, and the wall clock may be set meanwhile.
    const waitMs = Math.min(Math.max(dueAt - this.#work.now(), 0) + 1, 60_000)
    this.#dueTimer = setTimeout(() => this.wake(), waitMs)
  }

  #start(claimed: Claimed): void {
    const entry = this.#entry
    const slot = this.#pacer.take()
    const begun: Slot = {
      started: () => {
        slot.started()
        this.#turn()
      },
      ended: () => slot.ended(),
    }
    const done = this.#requests
      .add(() => this.#work.send(messageOf(claimed, entry), entry, begun).finally(() => slot.ended()))
      .then(async (outcome) => {
        this.#heed(outcome)
        await this.#work.settled(entry.id, claimed, outcome, this.#failuresInARow)
        this.#held.delete(claimed.attemptId)
      })
      .catch((error: unknown) => this.#work.failed(entry.id, error))
      .finally(() => {
        this.#unsettled.delete(done)
        this.#settled(claimed)
      })
    this.#unsettled.add(done)
  }

  /** What one send tells about the carrier as a whole. */
  #heed(outcome: SendOutcome): void {
    if (outcome.kind !== 'retry') {
      this.#pauseMs = 0
      this.#failuresInARow = 0
      return
    }
    if (outcome.scope === 'contact') return
    // A carrier that asks to slow down is there.
    if (outcome.failure.code !== 'too_frequent') this.#failuresInARow++
    this.#pauseMs = this.#pauseMs === 0 ? PAUSE_MS.first : Math.min(this.#pauseMs * 2, PAUSE_MS.most)
    this.#pause(outcome.afterMs ?? this.#pauseMs)
  }

  #pause(milliseconds: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, performance.now() + milliseconds)
    void this.#putBack().catch((error: unknown) => this.#work.failed(this.#entry.id, error))
    this.#turn()
  }

  async #putBack(): Promise<void> {
    if (this.#ready.length === 0) return
    const claimed = this.#ready.map((one) => one.claimed)
    this.#ready = []
    this.#moreWork = true
    for (const one of claimed) this.#held.delete(one.attemptId)
    try {
      await this.#work.release(this.#entry.id, claimed)
    } catch (error) {
      this.#claimLost = true
      throw error
    }
  }

  async #releaseLost(): Promise<void> {
    if (!this.#claimLost) return
    await this.#work.releaseLost(this.#entry.id, this.bucket, this.#held)
    this.#claimLost = false
  }

  #wakeAt(moment: number): void {
    clearTimeout(this.#timer)
    if (moment === Number.POSITIVE_INFINITY) return
    this.#timer = setTimeout(() => this.#turn(), Math.max(0, Math.min(moment - performance.now(), 60_000)))
  }
}

function messageOf(claimed: Claimed, entry: ChannelEntry): OutboundMessage {
  const reference = referenceOf(claimed.messageId, claimed.attempt)
  const { reactsTo: _, ...more } = claimed.more
  return {
    ...more,
    reference,
    statusUrl: `${entry.channel.webhookUrl}?ref=${reference}`,
    from: claimed.from,
    to: claimed.to,
    text: claimed.text ?? undefined,
    media: claimed.media,
    maybeRepeat: claimed.maybeRepeat,
    attempt: claimed.attempt,
  }
}
