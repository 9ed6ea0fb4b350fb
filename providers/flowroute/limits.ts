import type { Limits } from '../../src/contract/limits.ts'

const read = 'read 2026-11-21'
const ours = (reason: string) => `Our choice: ${reason}`

const allFiles = {
  value: 750_000,
  source: `developer.flowroute.com/api/messages/v2.1/send-an-mms, ${read}: 750 kB in all, with the text.`,
}

export const limits: Limits = {
  messagesPerSecond: {
    value: 5,
    source: `developer.flowroute.com/api/messages/v2.1/send-an-sms, ${read}: 5 SMS/s; real limits are agreed with sales.`,
  },
  mediaMessagesPerSecond: {
    value: 1,
    source: `developer.flowroute.com/api/messages/v2.1/send-an-mms, ${read}: 1 MMS/s, one a request.`,
  },
  openRequests: { value: 8, source: ours('keeps 5/s going at answers of 1.6 s.') },
  textCharacters: {
    value: 1600,
    source: ours('Flowroute names no length; ten segments is what carriers commonly take.'),
  },
  mediaPerMessage: {
    value: 10,
    source: ours('Flowroute takes several and names no count; ten is what MMS carriers commonly take.'),
  },
  mediaBytes: allFiles,
  mediaBytesTotal: allFiles,
  mediaTypes: {
    value: [
      ...['image/png', 'image/jpeg', 'image/gif', 'image/bmp'],
      ...['video/3gpp', 'video/mp4', 'video/x-msvideo', 'video/vnd.avi', 'video/mpeg'],
      ...['audio/amr', 'audio/midi', 'audio/wav', 'audio/x-wav', 'audio/ac3', 'audio/vnd.dolby.dd-raw'],
      ...['audio/mpeg', 'text/plain'],
    ],
    source: `support.flowroute.com/636186--Messaging, ${read}: kinds said to work, under their common MIME names.`,
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
