import type { InboundEvent, InboundReceipt } from '../../src/contract/inbound.ts'
import { cutText } from '../../src/lib/cut-text.ts'
import { referenceIn } from '../../src/lib/meta/reference.ts'
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
    reference: referenceIn(status.biz_opaque_callback_data),
    status: rung,
    at: timeOf(status.timestamp, now),
    ...(rung === 'failed' ? { failure: statusFailure(status.errors[0]) } : {}),
    ...pricingOf(status),
  }
}
