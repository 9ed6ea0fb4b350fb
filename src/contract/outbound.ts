import type { LocationContent } from './content.ts'
import type { FailureDetail } from './failures.ts'
import type { FilledTemplate } from './templates.ts'

export interface OutboundMessage {
  /** Our reference for this attempt: travels to the vendor where it takes one. */
  readonly reference: string
  readonly from: string
  readonly to: string
  readonly text?: string | undefined
  readonly media: readonly OutboundMedia[]
  readonly template?: FilledTemplate | undefined
  readonly location?: LocationContent | undefined
  /** A reaction to the message with this vendor's id, in place of text and files; null takes it back. */
  readonly reaction?: { readonly target: string; readonly emoji: string | null } | undefined
  /** The vendor's id of the message that this one answers. */
  readonly replyTo?: string | undefined
  /** Where the channel has a window: whether the first or only the extended one is open now. */
  readonly window?: 'open' | 'extended' | 'over' | undefined
  /** The channel's webhook URL with our reference in its query (`?ref=`), for vendors that take a status URL with each send. */
  readonly statusUrl: string
  /** True where an earlier attempt may have arrived. */
  readonly maybeRepeat: boolean
  /** Which attempt at this message it is; 1 unless given. */
  readonly attempt?: number | undefined
}

export interface OutboundMedia {
  /** Unguessable and expiring; the vendor fetches it. */
  readonly url: string
  readonly contentType: string
  readonly name: string
  readonly bytes: number
  /** Lower-case hex: names the content. */
  readonly sha256: string
  /** The file itself, for vendors that take uploads. */
  read(): Promise<Uint8Array>
}

/** The four outcomes of a send. `unknown`: bytes left and no usable answer came, so it is never resent blindly. */
export type SendOutcome =
  | {
      readonly kind: 'accepted'
      readonly providerMessageId?: string | undefined
      readonly status?: 'sent' | 'delivered'
    }
  | { readonly kind: 'rejected'; readonly failure: FailureDetail }
  | {
      readonly kind: 'retry'
      readonly failure: FailureDetail
      readonly afterMs?: number | undefined
      /** `contact`: it says nothing about messages to other people, which go on; the whole channel waits otherwise. */
      readonly scope?: 'contact' | undefined
    }
  | { readonly kind: 'unknown'; readonly failure: FailureDetail }

export interface LostSend {
  readonly reference: string
  readonly from: string
  readonly to: string
  readonly text?: string | undefined
  readonly startedAt: number
}

/** `read` names the newest inbound message that was read; `typing` shows for some seconds, and may mark it read too. */
export interface Signal {
  readonly type: 'read' | 'typing'
  readonly contact: string
  readonly sender: string
  /** The vendor's id of the newest inbound message. */
  readonly target: string
}
