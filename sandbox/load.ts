import { wallNow } from './clock.ts'

const acceptedHead = Buffer.from('"text":"')

/**
 * Load mode of a line: sends are taken unread, and only their arrival times are kept, in a ring. Bodies whose text
 * starts with the marker are told apart, so that a benchmark finds its replies among the bulk.
 */
export class Load {
  readonly #stamps: Float64Array
  readonly #marker: Buffer | undefined
  readonly #marked: { at: number; text: string }[] = []
  #count = 0

  constructor(capacity = 1_000_000, marker?: string) {
    this.#stamps = new Float64Array(capacity)
    this.#marker = marker ? Buffer.concat([acceptedHead, Buffer.from(marker)]) : undefined
  }

  /** Takes one send that arrived at `at`; the answer is its number. */
  take(at: number, body: Uint8Array): number {
    this.#stamps[this.#count++ % this.#stamps.length] = at
    if (this.#marker) {
      const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
      const found = bytes.indexOf(this.#marker)
      if (found >= 0) {
        const start = found + acceptedHead.length
        this.#marked.push({ at, text: bytes.toString('utf8', start, bytes.indexOf('"', start)) })
      }
    }
    return this.#count
  }

  /** Arrival times in order, wall-clock milliseconds: the last `capacity` of them. */
  stamps(): Float64Array {
    const size = this.#stamps.length
    if (this.#count <= size) return this.#stamps.slice(0, this.#count)
    const at = this.#count % size
    const ordered = new Float64Array(size)
    ordered.set(this.#stamps.subarray(at))
    ordered.set(this.#stamps.subarray(0, at), size - at)
    return ordered
  }

  report() {
    return { count: this.#count, now: wallNow(), stamps: Array.from(this.stamps()), marked: this.#marked }
  }
}
