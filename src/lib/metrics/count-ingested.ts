import type { Metrics } from './metrics.ts'

/** Counts what one webhook brought. */
export function countIngested(
  metrics: Metrics,
  brought: {
    readonly provider: string
    readonly messages: number
    readonly duplicates: number
    readonly receipts: number
  },
): void {
  const { provider, messages, duplicates, receipts } = brought
  if (messages > 0) metrics.inboundMessages.inc({ provider, result: 'new' }, messages)
  if (duplicates > 0) metrics.inboundMessages.inc({ provider, result: 'duplicate' }, duplicates)
  if (receipts > 0) metrics.receipts.inc({ provider }, receipts)
}
