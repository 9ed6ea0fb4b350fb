import type { ChatEvent } from './chat-events.ts'
import type { Content, Referral } from './content.ts'
import type { FailureDetail } from './failures.ts'
import type { InboundMedia } from './inbound-media.ts'
import type { Pricing } from './pricing.ts'

/** An HTTP request as it came: the URL is the configured public one, the body is untouched. */
export interface RawRequest {
  readonly method: string
  readonly url: string
  /** Lower-case names; a repeated header is joined with `, ` as Node does. */
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: Uint8Array
  readonly receivedAt: number
  /** The sender's IP address: the socket's, or a trusted proxy's word. */
  readonly remoteAddress?: string | undefined
}

/** What a vendor told us. All times are integer milliseconds UTC. */
export type InboundEvent = InboundMessage | InboundReceipt | InboundUnsupported | ChatEvent

export interface InboundMessage {
  readonly kind: 'message'
  /** Unique on the channel; a repeat of it is the same message. At most 255 characters. */
  readonly providerMessageId: string
  /** Other ids under which the same message may be known already, where the vendor gives none that is sure. */
  readonly otherIds?: readonly string[] | undefined
  /** One of several webhooks that make up one message; see `Hold`. */
  readonly hold?: Hold | undefined
  /** The contact's address in the provider's namespace; numbers in E.164. */
  readonly from: string
  /** Further addresses of the same person, in the same namespace. */
  readonly fromAliases?: readonly string[] | undefined
  readonly fromName?: string | undefined
  /** Business-side addresses the message was sent to; ours is the first that is a sender of the channel. */
  readonly to: readonly string[]
  readonly text?: string | undefined
  /** Where the vendor says that this is a word like STOP, START or HELP, which it has answered and acted on by itself. */
  readonly keyword?: 'out' | 'in' | 'help' | undefined
  readonly media: readonly InboundMedia[]
  readonly content?: Content | undefined
  readonly referral?: Referral | undefined
  /** The vendor's id of the message that this one answers. */
  readonly replyTo?: string | undefined
  /** Another program of the business has the conversation: the message is shown, and nobody is asked to answer. */
  readonly standby?: boolean | undefined
  /** When the vendor says it came. */
  readonly receivedAt: number
}

/**
 * A message that comes in parts. The `first` part waits, on disk, for up to `waitMs`; the next `rest` part of the same key
 * joins it: its files, and its text where the first has none. What nobody joins in time stands alone.
 */
export interface Hold {
  readonly key: string
  readonly part: 'first' | 'rest'
  readonly waitMs: number
}

export interface InboundReceipt {
  readonly kind: 'receipt'
  readonly providerMessageId: string
  /** Our own reference, where the vendor hands it back: finds the message even when the answer was lost. */
  readonly reference?: string | undefined
  readonly status: 'sent' | 'delivered' | 'read' | 'failed'
  readonly at: number
  readonly failure?: FailureDetail | undefined
  /** Vendors tell it with some of a message's receipts; what one leaves out another may have told. */
  readonly pricing?: Pricing | undefined
}

/** A well-formed event of a type we do not use: counted, acknowledged, never an error to the vendor. */
export interface InboundUnsupported {
  readonly kind: 'unsupported'
  readonly type: string
}
