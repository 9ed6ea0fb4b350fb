import type { Limits } from '../../src/contract/limits.ts'
import { webhookBytes } from '../../src/lib/meta/webhook-body.ts'
import { documentTypes, imageTypes, stickerType, videoTypes, voiceTypes } from './media-kinds.ts'

const docs = 'developers.facebook.com/documentation/business-messaging/whatsapp'
const media = `${docs}/business-phone-numbers/media, read 2026-11-21`
const ours = (reason: string) => `Our choice: ${reason}`

export const limits: Limits = {
  messagesPerSecond: {
    value: 80,
    source: `${docs}/throughput, read 2026-11-21: 80 messages a second for a number, in and out together; 20 where it is used in the WhatsApp Business app too, up to 1,000 after Meta's upgrade.`,
  },
  openRequests: { value: 80, source: ours('keeps 80/s going at answers of one second.') },
  textCharacters: { value: 4096, source: `${docs}/messages/text-messages, read 2026-11-21.` },
  mediaPerMessage: { value: 1, source: `${docs}/messages/send-messages, read 2026-11-21: one object each.` },
  mediaBytes: { value: 100_000_000, source: `${media}: documents, 100 MB.` },
  mediaTypes: {
    value: [...imageTypes, stickerType, ...videoTypes, ...voiceTypes, ...documentTypes],
    source: `${media}: the types listed there; WebP goes as a sticker.`,
  },
  mediaBytesOf: {
    value: { [stickerType]: 500_000, 'image/*': 5_000_000, 'audio/*': 16_000_000, 'video/*': 16_000_000 },
    source: `${media}: image 5 MB, audio and video 16 MB, animated sticker 500 KB (still: 100 KB).`,
  },
  captions: {
    value: { types: [...imageTypes, ...videoTypes, ...documentTypes], characters: 1024 },
    source: `${docs}/messages, read 2026-11-21: captions of images, videos and documents.`,
  },
  perContact: {
    value: { everyMs: 6000, burst: 45 },
    source: `${docs}/about-the-platform, read 2026-11-21: pair rate limit, one in 6 seconds; bursts of up to 45.`,
  },
  messagingLimit: {
    // All numbers of an account belong to one portfolio.
    value: { hours: 24, field: 'portfolio_limit', accountFields: ['portfolio_id', 'waba_id'] },
    source: `${docs}/messaging-limits, read 2026-11-21: unique people outside a customer service window in 24 moving hours, for all numbers of a portfolio together.`,
  },
  webhookBytes,
  sendTimeoutMs: {
    value: 30_000,
    source: ours('beyond it a person waits in vain; the status then tells what became of it.'),
  },
}

/** An upload of 100 MB over a slow line. */
export const uploadTimeoutMs = 300_000
/** Questions that nobody waits for. */
export const askTimeoutMs = 20_000
