import type { Limits } from '../../src/contract/limits.ts'

const roomkit = 'roomkit-live/roomkit providers/voicemeup/sms.py, read 2026-11-21'
const ours = (reason: string) => `Our choice: ${reason}`

export const limits: Limits = {
  messagesPerSecond: { value: 1, source: ours('VoiceMeUp names no rate; the slowest of its kind.') },
  openRequests: { value: 4, source: ours('keeps 1/s going at answers of 4 s.') },
  textCharacters: { value: 1000, source: `${roomkit}: longer texts are cut into pieces of 1,000.` },
  mediaPerMessage: { value: 1, source: `${roomkit}: a request takes one attachment.` },
  mediaBytes: {
    value: 750_000,
    source: ours('VoiceMeUp names no size; what MMS carriers of North America commonly take.'),
  },
  webhookBytes: {
    value: 1_000_000,
    source: ours('a webhook carries text and addresses of files, never files.'),
  },
  sendTimeoutMs: {
    value: 30_000,
    source: ours('beyond it a person waits in vain; a late answer is lost, not resent.'),
  },
}
