import type { VendorSend } from '../src/contract/sandbox.ts'

/** One send that a carrier saw, whatever became of it. */
export interface LedgerEntry {
  readonly seq: number
  readonly line: string
  /** When the request's head arrived: wall-clock milliseconds with fractions. */
  readonly at: number
  readonly from: string
  readonly to: string
  readonly text: string
  readonly media_urls: readonly string[]
  readonly reference: string | null
  readonly tag: string | null
  /** The id under which the carrier took it; null where it did not. */
  readonly accepted_id: string | null
  /** What it answered: a status, or null where the answer was kept back. */
  readonly answer: number | null
  readonly fault: string | null
}

/** What the carriers saw, in order of arrival at the ledger. Only ever added to. */
export class Ledger {
  readonly #entries: LedgerEntry[] = []

  get entries(): readonly LedgerEntry[] {
    return this.#entries
  }

  add(
    entry: Omit<LedgerEntry, 'seq' | keyof VendorSend | 'media_urls' | 'reference' | 'tag'>,
    send: VendorSend,
  ): void {
    const { from, to, text, mediaUrls: media_urls, reference = null, tag = null } = send
    const seq = this.#entries.length + 1
    this.#entries.push({ seq, ...entry, from, to, text, media_urls, reference, tag })
  }

  /** Entries after a number, at most 1,000, of one line or of all. */
  after(seq: number, line?: string): LedgerEntry[] {
    const found: LedgerEntry[] = []
    for (let i = Math.max(seq, 0); i < this.#entries.length && found.length < 1000; i++) {
      const entry = this.#entries[i]!
      if (line === undefined || entry.line === line) found.push(entry)
    }
    return found
  }
}
