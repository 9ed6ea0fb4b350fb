import type { Limits } from '../../src/contract/limits.ts'

const read = 'read 2026-11-21'
const ours = (reason: string) => `Our choice: ${reason}`

export const limits: Limits = {
  messagesPerSecond: {
    value: 1,
    source: `support.bandwidth.com/hc/articles/360014169214, ${read}: a new account sends 1 message/s in all; more by contract.`,
  },
  openRequests: {
    value: 8,
    source: ours('keeps 1/s going at the slowest answers, and 8/s at answers of 1 s.'),
  },
  textCharacters: {
    value: 2048,
    source: `Bandwidth/node-sdk bandwidth.yml (messageRequest.text), ${read}.`,
  },
  mediaPerMessage: {
    value: 10,
    source: `Bandwidth/api-docs createMessage.mdx, ${read}.`,
  },
  mediaBytes: {
    value: 3_500_000,
    source: `Bandwidth/node-sdk bandwidth.yml, ${read}: 3.5 MB per file; toll-free numbers take 525 kB in all.`,
  },
  webhookBytes: {
    value: 1_000_000,
    source: ours('a callback carries text and addresses of files, never files.'),
  },
  sendTimeoutMs: {
    value: 30_000,
    source: ours('beyond it a person waits in vain; a late answer is lost, not resent.'),
  },
}
