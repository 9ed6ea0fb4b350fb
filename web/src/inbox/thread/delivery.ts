import type { Message, MessageStatus } from '../../../../src/contract/api/conversations.ts'

export type Tone = 'quiet' | 'good' | 'warning' | 'bad'

/** How far an outbound message has come, ready to be put into words. */
export interface Delivery {
  words: `delivery.${MessageStatus | 'queued_behind' | 'queued_next' | 'waiting_retry' | 'waiting_limit'}`
  /** Values for the words: how many go before it. */
  count: number
  /** When it is expected to leave, or when the next try is; RFC 3339. */
  expectedAt: string | null
  tone: Tone
  /** True where it is not (yet) all right, so that the words must not be hidden. */
  notable: boolean
}

const tones: Readonly<Record<MessageStatus, Tone>> = {
  received: 'quiet',
  queued: 'quiet',
  sending: 'quiet',
  sent: 'quiet',
  delivered: 'quiet',
  read: 'good',
  unconfirmed: 'warning',
  failed: 'bad',
}

/** The delivery state of one message: a queued one tells its place and time, one that failed before tells the next try. */
export function deliveryOf(
  message: Pick<Message, 'status' | 'waiting' | 'next_attempt_at' | 'attempts'>,
): Delivery {
  const { status, waiting, next_attempt_at: nextTry, attempts } = message
  const state: Delivery = {
    words: `delivery.${status}`,
    count: 0,
    expectedAt: null,
    tone: tones[status],
    notable: status === 'failed' || status === 'unconfirmed' || status === 'queued',
  }
  if (status !== 'queued') return state
  if (attempts > 0 && nextTry !== null) {
    return { ...state, words: 'delivery.waiting_retry', expectedAt: nextTry, tone: 'warning' }
  }
  if (waiting === null) return state
  if (waiting.reason === 'messaging_limit') {
    return { ...state, words: 'delivery.waiting_limit', expectedAt: waiting.expected_at, tone: 'warning' }
  }
  const words = waiting.ahead > 0 ? 'delivery.queued_behind' : 'delivery.queued_next'
  return { ...state, words, count: waiting.ahead, expectedAt: waiting.expected_at }
}
