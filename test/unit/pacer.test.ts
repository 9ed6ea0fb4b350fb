import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Pacer, type Slot } from '../../src/core/outbound/pacer.ts'

/** One step of a lane's life: its process is held up, a send begins late or never, the rate changes. */
const step = fc.record({
  blockedMs: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, fc.double({ min: 0, max: 400, noNaN: true })),
  startsAfterMs: fc.oneof(
    { weight: 5, arbitrary: fc.constant(0) },
    fc.double({ min: 0, max: 2_500, noNaN: true }),
  ),
  begins: fc.oneof({ weight: 9, arbitrary: fc.constant(true) }, fc.constant(false)),
  rate: fc.option(fc.integer({ min: 1, max: 60 }), { freq: 20 }),
})
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

interface Run {
  readonly starts: number[]
  /** When each cap came into force. */
  readonly caps: { at: number; cap: number }[]
}

/** Plays the steps on a clock of its own; a send that begins late does so while the lane goes on. */
function play(rate: number, steps: readonly Step[]): Run {
  let now = 0
  const pacer = new Pacer(rate, () => now)
  const starts: number[] = []
  const caps = [{ at: 0, cap: rate }]
  let late: { at: number; begin(): void }[] = []

  function advance(to: number): void {
    late.sort((a, b) => a.at - b.at)
    for (const one of late.filter(({ at }) => at <= to)) {
      now = Math.max(now, one.at)
      one.begin()
    }
    late = late.filter(({ at }) => at > to)
    now = Math.max(now, to)
  }

  for (const { blockedMs, startsAfterMs, begins, rate: changed } of steps) {
    if (changed !== null) {
      pacer.setRate(changed)
      caps.push({ at: now, cap: changed })
    }
    advance(now + blockedMs)
    while (pacer.nextAt() > now) {
      const next = Math.min(pacer.nextAt(), ...late.map(({ at }) => at))
      expect(next).toBeLessThan(Number.POSITIVE_INFINITY)
      advance(next)
    }
    const slot = pacer.take()
    const begin = () => {
      if (begins) {
        slot.started()
        starts.push(now)
      }
      slot.ended()
    }
    if (startsAfterMs === 0) begin()
    else late.push({ at: now + startsAfterMs, begin })
  }
  advance(now + 10_000)
  return { starts, caps }
}

/** The highest cap in force at any moment from one time to another. */
function capWithin({ caps }: Run, from: number, to: number): number {
  const inForce = caps.filter(
    ({ at }, i) => at <= to && (caps[i + 1]?.at ?? Number.POSITIVE_INFINITY) >= from,
  )
  return Math.max(...inForce.map(({ cap }) => cap))
}

/** Sends for some seconds at full rate; `delay` says how long each is on its way, and its answer comes at once. */
function drain(rate: number, seconds: number, delay: () => number): Record<'starts' | 'arrivals', number[]> {
  let now = 0
  let open: { at: number; slot: Slot }[] = []
  const pacer = new Pacer(rate, () => now)
  const starts: number[] = []
  const arrivals: number[] = []
  while (starts.length < rate * seconds) {
    now = Math.max(now, Math.min(pacer.nextAt(), ...open.map(({ at }) => at)))
    for (const { slot } of open.filter(({ at }) => at <= now)) slot.ended()
    open = open.filter(({ at }) => at > now)
    if (pacer.nextAt() > now) continue
    const slot = pacer.take()
    slot.started()
    const at = now + delay()
    starts.push(now)
    arrivals.push(at)
    open.push({ at, slot })
  }
  return { starts, arrivals }
}

describe('the pacer', () => {
  it('is never above the cap in any second, whatever is late, held up or changed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.array(step, { maxLength: 300 }), (rate, steps) => {
        const run = play(rate, steps)
        for (const start of run.starts) {
          const inWindow = run.starts.filter((one) => one > start - 1_000 && one <= start).length
          // A send that was permitted before a change may begin after it.
          expect(inWindow).toBeLessThanOrEqual(capWithin(run, start - 3_500, start))
        }
      }),
      { numRuns: 300 },
    )
  })

  it('is never above a fixed cap even where sends begin late and out of order', () => {
    const late = step.map((one) => ({ ...one, rate: null }))
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.array(late, { maxLength: 300 }), (rate, steps) => {
        const { starts } = play(rate, steps)
        for (const start of starts) {
          expect(starts.filter((one) => one > start - 1_000 && one <= start).length).toBeLessThanOrEqual(rate)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('keeps 99 % of the rate while there is work, with a process held up for up to 40 ms at a time', () => {
    const blocks = fc.infiniteStream(fc.double({ min: 5, max: 40, noNaN: true }))
    fc.assert(
      fc.property(fc.constantFrom(10, 50, 200, 1_000), blocks, (rate, stream) => {
        let now = 0
        let nextBlock = 200
        let count = 0
        const pacer = new Pacer(rate, () => now)
        const answers: { at: number; slot: Slot }[] = []
        for (;;) {
          const next = Math.max(now, pacer.nextAt())
          for (let one = answers[0]; one && one.at <= next; one = answers[0]) {
            now = Math.max(now, one.at)
            one.slot.ended()
            answers.shift()
          }
          now = Math.max(now, pacer.nextAt())
          if (now >= nextBlock) {
            // A tenth of the time is lost.
            const blockedMs = stream.next().value as number
            now = Math.max(now, nextBlock + blockedMs)
            nextBlock += blockedMs * 10
          }
          if (now > 62_000) break
          const slot = pacer.take()
          slot.started()
          answers.push({ at: now + 3, slot })
          // The first second of a new lane stays empty, the next finds the pattern.
          if (now > 2_000) count++
        }
        expect(count / (rate * 60)).toBeGreaterThanOrEqual(0.99)
      }),
      { numRuns: 20 },
    )
  })

  it('leaves no gap in the seconds after a long stop that a reply would have to wait out', () => {
    let now = 0
    const pacer = new Pacer(200, () => now)
    const starts: number[] = []
    while (now < 20_000) {
      now = Math.max(now, pacer.nextAt())
      if (starts.length === 1_000) now += 700
      pacer.take().started()
      starts.push(now)
    }
    const gaps = starts.slice(1_002).map((start, i) => start - (starts[1_001 + i] ?? 0))
    expect(Math.max(...gaps)).toBeLessThan(80)
  })

  it('holds the rate at the carrier too, where bytes are on their way for 80 ms, and sometimes 40 ms longer', () => {
    const delay = fc.oneof(
      { weight: 9, arbitrary: fc.double({ min: 0, max: 3, noNaN: true }) },
      { weight: 1, arbitrary: fc.double({ min: 0, max: 40, noNaN: true }) },
    )
    fc.assert(
      fc.property(fc.constantFrom(10, 50, 200), fc.infiniteStream(delay), (rate, stream) => {
        const { starts, arrivals } = drain(rate, 5, () => 80 + (stream.next().value as number))
        arrivals.sort((a, b) => a - b)
        // What the fastest answer is must be learnt first. It may be learnt to be any of the usual ones, which lie within
        // 3 ms: by so much less the guard of one may an arrival be early at most.
        for (let i = rate + 20; i < arrivals.length; i++) {
          expect((arrivals[i] ?? 0) - (arrivals[i - rate] ?? 0)).toBeGreaterThan(997.99)
        }
        const seconds = ((starts.at(-1) ?? 0) - (starts[0] ?? 0)) / 1_000
        expect(starts.length / seconds).toBeGreaterThan(rate * 0.98)
      }),
      { numRuns: 50 },
    )
  })

  it('lets nothing go in the first second: the process before it may have used it up', () => {
    const pacer = new Pacer(100, () => 5_000)
    expect(pacer.nextAt()).toBeGreaterThanOrEqual(6_000)
  })
})
