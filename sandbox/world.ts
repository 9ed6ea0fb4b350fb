import type { Files } from './files.ts'
import type { Ledger } from './ledger.ts'
import type { Lines } from './lines.ts'

/** What the parts of one running sandbox share. */
export interface World {
  readonly lines: Lines
  readonly ledger: Ledger
  readonly files: Files
  /** Where the sandbox is reached, without a slash at the end. */
  readonly url: string
  /** How long after the answer a message is "sent" and then "delivered", in milliseconds. */
  readonly receiptDelaysMs: readonly [sent: number, delivered: number]
  /** The pauses before a refused webhook is tried again, in milliseconds. */
  readonly webhookPausesMs: readonly number[]
  /** Ends with the sandbox. */
  readonly signal: AbortSignal
}
