import type { Limits } from '../../src/contract/limits.ts'

const ours = (reason: string) => `Our choice: ${reason}`

/** SIPTRUNK publishes none of these. */
const allFiles = {
  value: 750_000,
  source: ours('SIPTRUNK names no size; what its sister company Flowroute takes.'),
}

export const limits: Limits = {
  messagesPerSecond: { value: 1, source: ours('SIPTRUNK names no rate; the slowest of its kind.') },
  openRequests: { value: 4, source: ours('keeps 1/s going at answers of 4 s.') },
  textCharacters: {
    value: 1600,
    source: ours('SIPTRUNK names no length; ten segments is what carriers commonly take.'),
  },
  mediaPerMessage: {
    value: 10,
    source: ours('SIPTRUNK names no count; ten is what MMS carriers commonly take.'),
  },
  mediaBytes: allFiles,
  mediaBytesTotal: allFiles,
  webhookBytes: {
    value: 1_000_000,
    source: ours('a webhook carries text and addresses of files, never files.'),
  },
  sendTimeoutMs: {
    value: 30_000,
    source: ours('beyond it a person waits in vain; a late answer is lost, not resent.'),
  },
}
