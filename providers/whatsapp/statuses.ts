import type { InboundEvent, InboundReceipt } from '../../src/contract/inbound.ts'
import { cutText } from '../../src/lib/cut-text.ts'
import { statusFailure } from './errors.ts'
import { pricingOf } from './pricing.ts'
import { type Status, timeOf } from './shapes.ts'

/** Where each status stands on our ladder. `played` comes for voice messages, after `read`. */
const ladder: ReadonlyMap<string, InboundReceipt['status']> = new Map([
  ['sent', 'sent'],
  ['delivered', 'delivered'],
  ['read', 'read'],
  ['played', 'read'],
  ['failed', 'failed'],
])

/** Goes before our reference, so that what other programs on the same number hand over is not taken for ours. */
const marker = 'trunkline:'

/** Our reference as Meta carries it: at most 512 characters that come back with every status. */
export const callbackDataOf = (reference: string): string => marker + reference

function referenceOf(data: string | null | undefined): string | undefined {
  return data?.startsWith(marker) ? data.slice(marker.length) : undefined
}

/** What became of a message that we, or another program on the same number, sent. */
export function statusEvent(status: Status, now: number): InboundEvent {
  const rung = ladder.get(status.status ?? '')
  if (!rung || status.recipient_type === 'group') {
    return {
      kind: 'unsupported',
      type: cutText(
        `status ${status.recipient_type === 'group' ? 'of a group' : (status.status ?? '')}`.trim(),
        255,
      ),
    }
  }
  return {
    kind: 'receipt',
    providerMessageId: status.id,
    reference: referenceOf(status.biz_opaque_callback_data),
    status: rung,
    at: timeOf(status.timestamp, now),
    ...(rung === 'failed' ? { failure: statusFailure(status.errors[0]) } : {}),
    ...pricingOf(status),
  }
}
