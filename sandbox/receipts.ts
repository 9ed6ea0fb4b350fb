import { setTimeout as sleep } from 'node:timers/promises'
import type { VendorSend } from '../src/contract/sandbox.ts'
import { receiptFaults } from './faults.ts'
import { post } from './handset.ts'
import type { Line } from './lines.ts'
import type { Bubble } from './thread.ts'
import type { World } from './world.ts'

/** When the receipts of one accepted send go out, and which. */
export interface ReceiptPlan {
  readonly statuses: readonly ('sent' | 'delivered' | 'failed')[]
  /** Milliseconds after the answer, or before it where `early`. */
  readonly delaysMs: readonly number[]
  readonly early: boolean
}

/** The line's next plan; uses up one turn of an armed receipt fault. */
export function planReceipts(line: Line, [sentMs, deliveredMs]: World['receiptDelaysMs']): ReceiptPlan {
  const usual: ReceiptPlan = {
    statuses: ['sent', 'delivered'],
    delaysMs: [sentMs, deliveredMs],
    early: false,
  }
  if (!line.vendor.receipt) return { ...usual, statuses: [] }
  const fault = line.faults.take(receiptFaults)
  switch (fault?.kind) {
    case undefined:
      return usual
    case 'receipts_late':
      return { ...usual, delaysMs: usual.delaysMs.map((delayMs) => delayMs + fault.ms) }
    case 'receipts_reversed':
      return { ...usual, statuses: ['delivered', 'sent'] }
    case 'receipts_early':
      return { ...usual, delaysMs: [0, 0], early: true }
    case 'receipts_failed':
      return { ...usual, statuses: ['sent', 'failed'] }
    case 'receipts_none':
      return { ...usual, statuses: [] }
  }
}

/** Sends the planned receipts one after another, each tried again like any webhook. */
export async function sendReceipts(
  world: World,
  line: Line,
  bubble: Bubble,
  send: VendorSend,
  id: string,
  plan: ReceiptPlan,
): Promise<void> {
  let waitedMs = 0
  for (const [i, status] of plan.statuses.entries()) {
    const delayMs = plan.delaysMs[i] ?? 0
    await sleep(Math.max(delayMs - waitedMs, 0), undefined, { signal: world.signal, ref: false }).catch(
      () => undefined,
    )
    waitedMs = delayMs
    if (world.signal.aborted) return
    const webhook = line.vendor.receipt!({ id, send, status, at: Date.now() }, line)
    if (webhook) await post(world, line, bubble, `Receipt "${status}"`, webhook)
  }
}
