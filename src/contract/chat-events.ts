import type { Content, Referral } from './content.ts'
import type { InboundMedia } from './inbound-media.ts'

/**
 * What chat vendors tell besides messages and receipts. Addresses of contacts are in the provider's namespace; a target is
 * the vendor's id of the message that is meant, in either direction; times are integer milliseconds UTC. What is told of a
 * target that we do not have waits some days for it.
 */
export type ChatEvent =
  | InboundEcho
  | InboundReaction
  | InboundEdit
  | InboundDeletion
  | InboundWatermark
  | InboundActivity
  | InboundIdentity
  | InboundPreference
  | InboundNotice
  | InboundControl

/** A message that the business sent, from here or elsewhere. One of our own only confirms its id. */
export interface InboundEcho {
  readonly kind: 'echo'
  readonly providerMessageId: string
  /** Our reference, where the vendor hands it back: the message is ours. */
  readonly reference?: string | undefined
  /** The sender of the channel. */
  readonly from: string
  /** The contact. */
  readonly to: string
  readonly text?: string | undefined
  readonly media: readonly InboundMedia[]
  readonly content?: Content | undefined
  readonly replyTo?: string | undefined
  readonly at: number
}

/** `emoji` null takes the reaction back. */
export interface InboundReaction {
  readonly kind: 'reaction'
  readonly by: 'contact' | 'business'
  /** The contact and the sender of the thread: a reaction opens the window for answers. */
  readonly contact: string
  readonly sender: string
  readonly target: string
  readonly emoji: string | null
  readonly at: number
}

export interface InboundEdit {
  readonly kind: 'edit'
  readonly target: string
  readonly text: string
  readonly at: number
}

/** The text and the files of the target are removed from our store; that it was there stays. */
export interface InboundDeletion {
  readonly kind: 'deletion'
  readonly target: string
  readonly at: number
}

/** All that `sender` sent to `contact` at or before `at` was delivered, or read. */
export interface InboundWatermark {
  readonly kind: 'watermark'
  readonly status: 'delivered' | 'read'
  readonly contact: string
  readonly sender: string
  readonly at: number
}

/** The contact did something other than write that opens the window: followed a link, tapped an advertisement, opted in. */
export interface InboundActivity {
  readonly kind: 'activity'
  readonly contact: string
  readonly sender: string
  readonly referral?: Referral | undefined
  readonly at: number
}

/** The person behind `was` is now reached at `now`; shown in the timeline of their conversations. */
export interface InboundIdentity {
  readonly kind: 'identity'
  readonly was: string
  readonly now: readonly string[]
  readonly at: number
}

/** The contact stopped or resumed marketing messages at the vendor. */
export interface InboundPreference {
  readonly kind: 'preference'
  readonly contact: string
  /** Absent where it holds for every sender of the channel. */
  readonly sender?: string | undefined
  readonly marketing: 'stop' | 'resume'
  readonly at: number
}

/** `templates`: they changed, fetch them again. `account`: something the administrator must know, in a sentence. */
export interface InboundNotice {
  readonly kind: 'notice'
  readonly topic: 'templates' | 'account'
  readonly detail: string
}

/** Who answers a conversation: this app, or another program of the business, `inbox` being the vendor's own. */
export type Holder =
  | { readonly by: 'us' }
  | { readonly by: 'inbox' | 'app'; readonly id?: string | undefined }

/** `holder` answers the contact from now on. Only where the provider has `control`. */
export interface InboundControl {
  readonly kind: 'control'
  readonly contact: string
  readonly sender: string
  readonly holder: Holder
  readonly at: number
}
