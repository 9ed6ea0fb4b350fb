import type { Limits } from '../../src/contract/limits.ts'
import { webhookBytes } from '../../src/lib/meta/webhook-body.ts'

const docs = 'developers.facebook.com/documentation/business-messaging/messenger-platform'
const read = 'read 2026-11-21'
const ours = (reason: string) => `Our choice: ${reason}`

export const limits: Limits = {
  messagesPerSecond: {
    value: 40,
    source: `${docs}/overview/rate-limiting, ${read}: a Page that sends more is cut off until it sends less; the API itself takes 300/s.`,
  },
  mediaMessagesPerSecond: {
    value: 10,
    source: `${docs}/overview/rate-limiting, ${read}: audio and video; pictures and files count as these here.`,
  },
  openRequests: { value: 40, source: ours('keeps 40/s going at answers of one second.') },
  textCharacters: { value: 2000, source: `${docs}/reference/send-api, ${read}: 2,000 characters.` },
  mediaPerMessage: { value: 1, source: `${docs}/reference/send-api, ${read}: one attachment a message.` },
  mediaBytes: { value: 25_000_000, source: `${docs}/send-messages/saving-assets, ${read}: 25 MB.` },
  captions: {
    value: { types: [], characters: 0 },
    source: `${docs}/reference/send-api, ${read}: a message has a text or an attachment, never both.`,
  },
  webhookBytes,
  sendTimeoutMs: {
    value: 30_000,
    source: ours('beyond it a person waits in vain; a late answer is lost, not resent.'),
  },
}
