import type { Limits } from '../../src/contract/limits.ts'

const api = 'developers.telnyx.com/api-reference/messages/send-a-message, read 2026-11-21'
const mms = 'developers.telnyx.com/docs/messaging/messages/mms-transcoding, read 2026-11-21'
const ours = (reason: string) => `Our choice: ${reason}`

const allFiles = { value: 1_000_000, source: `${api}: less than 1 MB for all files together.` }

export const limits: Limits = {
  messagesPerSecond: {
    value: 4,
    source:
      'Telnyx messaging throughput pages, read 2026-11-21: 240 a minute is the lowest 10DLC class that sends in volume; an account may send 50/s, toll-free 20/s, a long code outside the US 0.1/s.',
  },
  mediaMessagesPerSecond: {
    value: 4,
    source:
      'Telnyx messaging throughput pages, read 2026-11-21: 15 MMS/s for an account; ours is as for texts.',
  },
  openRequests: { value: 16, source: ours('keeps 4/s going at answers of 4 s.') },
  textCharacters: {
    value: 1530,
    source:
      'Telnyx messaging throughput pages, read 2026-11-21: ten parts at most; 153 GSM-7 characters in each.',
  },
  mediaPerMessage: { value: 10, source: `${api}: media_urls, up to 10.` },
  mediaBytes: allFiles,
  mediaBytesTotal: allFiles,
  mediaTypes: {
    value: [
      ...['image/jpeg', 'image/png', 'image/gif', 'image/bmp', 'image/tiff', 'image/webp'],
      ...['video/mp4', 'video/3gpp', 'video/quicktime'],
      ...['audio/*', 'application/pdf', 'text/vcard', 'text/x-vcard', 'text/calendar'],
    ],
    source: `${mms}: the formats listed there.`,
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
