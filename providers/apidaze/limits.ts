import type { Limits } from '../../src/contract/limits.ts'

const ours = (reason: string) => `Our choice: ${reason}`

/** Apidaze publishes none of these where it could be read. */
export const limits: Limits = {
  messagesPerSecond: { value: 1, source: ours('Apidaze names no rate; the slowest of its kind.') },
  openRequests: { value: 4, source: ours('keeps 1/s going at answers of 4 s.') },
  textCharacters: {
    value: 1600,
    source: ours('Apidaze names no length; ten segments is what carriers commonly take.'),
  },
  mediaPerMessage: {
    value: 10,
    source: ours('Apidaze takes a list and names no count; ten is what MMS carriers commonly take.'),
  },
  mediaBytes: {
    value: 1_000_000,
    source: ours('Apidaze names no size; larger files hardly ever arrive as MMS.'),
  },
  webhookBytes: { value: 1_000_000, source: ours('far more than any text.') },
  webhookFileBytes: {
    value: 20_000_000,
    source: ours('files come inside the webhook, a third larger than they are; no carrier hands on 15 MB.'),
  },
  sendTimeoutMs: {
    value: 30_000,
    source: ours('beyond it a person waits in vain; a late answer is lost, not resent.'),
  },
}
