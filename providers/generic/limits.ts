import type { Limits } from '../../src/contract/limits.ts'

const manuals = 'The generic SMS API, read 2026-11-21'
const ours = (reason: string) => `Our choice: ${reason}`

export const limits: Limits = {
  messagesPerSecond: {
    value: 10,
    source: ours('the API names no rate; an ordinary 10DLC or toll-free rate.'),
  },
  openRequests: { value: 16, source: ours('keeps 10/s going at answers of 1.6 s.') },
  textCharacters: {
    value: 1600,
    source: ours('the API names no length; ten segments is what carriers commonly take.'),
  },
  mediaPerMessage: {
    value: 10,
    source: ours('the API names no count; ten is what MMS carriers commonly take.'),
  },
  mediaBytes: { value: 100_000_000, source: `${manuals}: files up to 100 MB.` },
  webhookBytes: {
    value: 1_000_000,
    source: ours('a webhook carries text and addresses of files, never files.'),
  },
  sendTimeoutMs: {
    value: 30_000,
    source: ours('beyond it a person waits in vain; a late answer is lost, not resent.'),
  },
}
