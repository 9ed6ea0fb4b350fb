import type { InboundEcho } from '../../contract/chat-events.ts'
import type { InboundEvent, InboundReceipt, RawRequest } from '../../contract/inbound.ts'
import type { Store, Trx } from '../../db/store.ts'
import { StorageUnavailable } from '../../db/writer.ts'
import { failpoint } from '../../lib/failpoint.ts'
import type { ChannelEntry } from '../channels/directory.ts'
import { noteNotices } from '../channels/notices.ts'
import { applyChatEvents } from './chat-events.ts'
import { noteControl } from './control.ts'
import { type KeepInline, withStoredFiles } from './inline-files.ts'
import { joinParts } from './parts.ts'
import { applyReceipts, type Told } from './receipts.ts'
import { keepRequests } from './requests.ts'
import { storeMessages } from './store-messages.ts'

/** One verified and parsed webhook, or what a vendor listed when it was asked. */
export interface Delivery {
  readonly entry: ChannelEntry
  /** The webhook as it came. */
  readonly request?: RawRequest | undefined
  readonly events: readonly InboundEvent[]
}

export interface Ingested {
  /** Id of the provider that it came from. */
  readonly provider: string
  /** Messages that were not there before. */
  readonly messages: number
  readonly duplicates: number
  readonly receipts: number
  /** The vendor told that the channel's templates are others now. */
  readonly templatesChanged: boolean
  /** Files to fetch. */
  readonly media: number
  readonly channelId: number
  /** Messages of ours that were queued on it in answer. */
  readonly answers: number
  /** Channels on which messages of ours are due that were held back before. */
  readonly letGo: ReadonlySet<number>
}

/**
 * Commits a delivery and answers after the commit; only then may the vendor be told that we have it. Rejects with
 * `StorageUnavailable` when the database took nothing.
 */
export type Ingest = (delivery: Delivery) => Promise<Ingested>

interface Waiting {
  readonly delivery: Delivery
  readonly resolve: (result: Ingested) => void
  readonly reject: (error: unknown) => void
}

export interface IngestOptions {
  readonly store: Store
  /** Puts a file that came inside a webhook into our store, before its message is committed. */
  readonly keepInline: KeepInline
  now(): number
  /** Called after each commit that brought something. */
  committed(results: readonly Ingested[]): void
}

/**
 * Deliveries that arrive together are stored together: every step is one statement for all of them, so a hundred
 * webhooks cost a dozen statements and one fsync. If the group fails for a reason of its own, each delivery is tried
 * alone, so that one that cannot be stored holds up no other.
 */
export function createIngest(options: IngestOptions): Ingest {
  const { store } = options
  let arrived: Waiting[] = []

  async function storeArrived(): Promise<void> {
    const batch: Waiting[] = []
    try {
      const results = await store.write((trx) => {
        // Taken when the transaction runs, not when it was asked for: everything that came meanwhile joins. A second
        // run after a busy database keeps those of the first.
        batch.push(...arrived)
        arrived = []
        return ingestAll(
          trx,
          batch.map((one) => one.delivery),
          options,
        )
      })
      settle(batch, results)
    } catch (error) {
      if (batch.length === 0) {
        batch.push(...arrived)
        arrived = []
      }
      if (batch.length === 1 || error instanceof StorageUnavailable) {
        for (const one of batch) one.reject(error)
      } else {
        await Promise.all(batch.map(storeAlone))
      }
    }
  }

  async function storeAlone(one: Waiting): Promise<void> {
    try {
      settle([one], await store.write((trx) => ingestAll(trx, [one.delivery], options)))
    } catch (error) {
      one.reject(error)
    }
  }

  function settle(batch: readonly Waiting[], results: readonly Ingested[]): void {
    failpoint('I5')
    options.committed(results)
    for (const [i, one] of batch.entries()) one.resolve(results[i] as Ingested)
  }

  function push(delivery: Delivery): Promise<Ingested> {
    return new Promise((resolve, reject) => {
      arrived.push({ delivery, resolve, reject })
      if (arrived.length === 1) void storeArrived()
    })
  }

  return (delivery) => {
    const ready = withStoredFiles(delivery, options.keepInline)
    return ready instanceof Promise ? ready.then(push) : push(ready)
  }
}

async function ingestAll(
  trx: Trx,
  deliveries: readonly Delivery[],
  options: IngestOptions,
): Promise<Ingested[]> {
  const now = options.now()
  await keepRequests(trx, options.store.backend, deliveries)
  failpoint('I4')
  const whole = await joinParts(trx, deliveries, now)
  const stored = await storeMessages(trx, options.store.backend, whole, now)
  const { notices, letGo } = await applyChatEvents(trx, options.store.backend, whole, now)
  await noteControl(trx, options.store.backend, whole, now)
  await noteNotices(trx, options.store.backend, notices, now)
  const results: Ingested[] = []
  const told: Told[] = []
  for (const [i, delivery] of deliveries.entries()) {
    const result = stored[i] as (typeof stored)[number]
    const receipts = delivery.events.flatMap((event) => {
      const receipt = event.kind === 'echo' ? receiptOf(event) : event.kind === 'receipt' ? event : undefined
      return receipt ? [{ channelId: delivery.entry.id, receipt }] : []
    })
    told.push(...receipts)
    results.push({
      ...result,
      letGo: new Set([...result.letGo, ...letGo]),
      receipts: receipts.length,
      templatesChanged: notices.some(
        ({ entry, notice }) => entry === delivery.entry && notice.topic === 'templates',
      ),
      provider: delivery.entry.provider.id,
    })
  }
  await applyReceipts(trx, options.store.backend, told, now)
  failpoint('I8')
  return results
}

/** The echo of a message of ours proves that the vendor took it, and tells its id. */
function receiptOf({ providerMessageId, reference, at }: InboundEcho): InboundReceipt | undefined {
  return reference === undefined
    ? undefined
    : { kind: 'receipt', providerMessageId, reference, status: 'sent', at }
}
