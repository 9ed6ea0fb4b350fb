import type { Limits } from '../../src/contract/limits.ts'

const api = 'Twilio API reference, Messages resource (twilio-oai, twilio_api_v2010.json), read 2026-11-21'
const types = 'www.twilio.com/docs/messaging/guides/accepted-mime-types, read 2026-11-21'
const ours = (reason: string) => `Our choice: ${reason}`

const allFiles = { value: 5_000_000, source: `${types}: 5 MB for a message with all of its files.` }

export const limits: Limits = {
  messagesPerSecond: {
    value: 1,
    source:
      'Twilio help centre, throughput, read 2026-11-21: a long code sends about one segment a second; toll-free 3, short codes and 10DLC by contract.',
  },
  openRequests: {
    value: 16,
    source: ours('far below the hundred or so parallel requests that Twilio takes.'),
  },
  textCharacters: { value: 1600, source: `${api}: Body, at most 1,600 characters (error 21617).` },
  mediaPerMessage: { value: 10, source: `${api}: MediaUrl, at most 10 (error 21623).` },
  mediaBytes: allFiles,
  mediaBytesTotal: allFiles,
  mediaTypes: {
    value: [
      ...['image/*', 'audio/*', 'video/*'],
      ...['text/vcard', 'text/x-vcard', 'text/csv', 'text/rtf', 'text/richtext', 'text/calendar'],
      ...['text/directory', 'application/pdf', 'application/vcard'],
    ],
    source: `${types}; the list there is longer inside image, audio and video than any phone sends.`,
  },
  webhookBytes: {
    value: 262_144,
    source: ours('1,600 characters and ten addresses, percent-encoded, are below 40 kB.'),
  },
  sendTimeoutMs: {
    value: 30_000,
    source: ours("the SDK's own; beyond it a person waits in vain, and the outcome is looked up."),
  },
}
