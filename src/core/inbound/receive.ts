import type { InboundEvent, RawRequest } from '../../contract/inbound.ts'
import type { HttpReply, Refusal } from '../../contract/provider.ts'
import { failpoint } from '../../lib/failpoint.ts'
import { addressRefusal } from '../channels/allowed-addresses.ts'
import type { ChannelEntry } from '../channels/directory.ts'
import type { Ingest } from './ingest.ts'
import { type Remainder, remainderOf } from './remainder.ts'

/** Why a webhook was kept instead of stored: a provider's refusal, or something about the channel. */
export type KeptReason = Refusal | Remainder | { readonly code: 'channel_off'; readonly detail: string }

export interface ReceiveOptions {
  readonly ingest: Ingest
  /** Puts the raw request into quarantine and answers after the commit. */
  keep(entry: ChannelEntry, request: RawRequest, reason: KeptReason): Promise<void>
}

/** `stored` and `kept` are both committed; only a refusal tells the vendor that something is wrong. */
export type Received =
  | { readonly kind: 'stored' | 'kept'; readonly reply: HttpReply }
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly status: number | undefined }

export type Receive = (entry: ChannelEntry, request: RawRequest) => Promise<Received>

const NO_CONTENT: HttpReply = { status: 204 }

/** Tells what became of a message that was sent: that is true of a channel that is switched off too. */
const isFate = (event: InboundEvent): boolean =>
  event.kind === 'receipt' ||
  event.kind === 'watermark' ||
  (event.kind === 'echo' && event.reference !== undefined)

/**
 * Takes one webhook of a known channel: judges where it came from and its bytes, reads them, commits what they say. Whatever the outcome, the
 * request is on disk before the answer: as messages, or raw in quarantine with the reason. Rejects only when the database
 * takes nothing, so that the vendor sends it again.
 */
export function createReceive({ ingest, keep }: ReceiveOptions): Receive {
  return async (entry, request) => {
    failpoint('I2')
    const stranger = addressRefusal(entry, request)
    if (stranger) return refuse(entry, request, stranger, undefined)
    const verdict = entry.provider.verify(request, entry.channel)
    if (!verdict.ok) return refuse(entry, request, verdict, entry.provider.refusalStatus)
    const parsed = entry.provider.parse(request, entry.channel)
    if (!parsed.ok) return refuse(entry, request, parsed, entry.provider.refusalStatus)
    failpoint('I3')

    const reply = entry.provider.ack?.(parsed.events) ?? NO_CONTENT
    if (!entry.active) {
      const fates = parsed.events.filter(isFate)
      if (fates.length > 0) await ingest({ entry, request, events: fates })
      const rest = parsed.events.filter((event) => !isFate(event) && event.kind !== 'unsupported')
      if (fates.length > 0 && rest.length === 0 && !remainderOf(entry, parsed))
        return { kind: 'stored', reply }
      await keep(entry, request, { code: 'channel_off', detail: 'The channel is switched off.' })
      return { kind: 'kept', reply }
    }
    await ingest({ entry, request, events: parsed.events })
    const remainder = remainderOf(entry, parsed)
    // An administrator sees it, adds the sender and releases it.
    if (remainder) await keep(entry, request, remainder)
    return { kind: remainder ? 'kept' : 'stored', reply }
  }

  async function refuse(
    entry: ChannelEntry,
    request: RawRequest,
    refusal: Refusal,
    status: number | undefined,
  ): Promise<Received> {
    await keep(entry, request, { code: refusal.code, detail: refusal.detail })
    return {
      kind: 'refused',
      refusal: { code: refusal.code, detail: refusal.detail },
      status,
    }
  }
}
