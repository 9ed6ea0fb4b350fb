/** Random numbers that can be had again: the seed is printed, and TEST_SEED gives it back. */
export interface Random {
  readonly seed: number
  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number
}

/** mulberry32: small, and good enough to choose moments. */
export function createRandom(seed = Number(process.env.TEST_SEED ?? Date.now() % 2 ** 31)): Random {
  let state = seed >>> 0
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return { seed, between: (least, most) => least + Math.floor(next() * (most - least + 1)) }
}
