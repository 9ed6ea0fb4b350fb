import type { InboundEvent } from '../../contract/inbound.ts'
import { timeOr } from '../plausible-time.ts'
import type { BcmOneWebhook } from './webhook.ts'

type Receipt = Extract<BcmOneWebhook, { kind: 'receipt' }>

/**
 * The carrier's words for a status. `message buffered` is no delivery: its code 1003 reads "accepted by carrier". The first row is
 * documented (receive-a-dlr, flowroute-sdk-v3), the others were seen in third-party code or follow Kannel's words.
 */
const statuses: ReadonlyMap<string, 'sent' | 'delivered' | 'failed'> = new Map([
  ...(['smsc submit', 'message sent', 'message buffered'] as const).map((word) => [word, 'sent'] as const),
  ...(['delivered', 'delivery success'] as const).map((word) => [word, 'delivered'] as const),
  ...(['failed', 'undelivered', 'delivery failure', 'smsc reject', 'rejected', 'expired'] as const).map(
    (word) => [word, 'failed'] as const,
  ),
])

/** The handset refused the message: it opted out. */
export const optedOutCode = '1110'

/** A receipt as ours; a status in unknown words changes nothing and is counted. */
export function receiptEvent(
  receipt: Receipt,
  providerMessageId: string,
  reference: string | undefined,
  now: number,
): InboundEvent {
  const status = statuses.get(receipt.status)
  if (!status) return { kind: 'unsupported', type: `delivery_receipt: ${receipt.status}` }
  const code = receipt.failure.vendorCode === optedOutCode ? 'opted_out' : 'delivery_failed'
  return {
    kind: 'receipt',
    providerMessageId,
    reference,
    status,
    at: timeOr(now, receipt.timestamp),
    failure: status === 'failed' ? { code, ...receipt.failure } : undefined,
  }
}
