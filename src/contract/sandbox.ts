import type { HttpReply } from './provider.ts'
import type { SettingValues } from './settings.ts'

/**
 * The vendor's side of one provider's API, as the sandbox plays it: what the vendor answers, what its webhooks look
 * like, how it signs them. Written from the vendor's documentation and not from our adapter, so that the two check
 * each other. Pure: the sandbox keeps the lines, the faults, the ledger and the clock.
 *
 * Every `providers/<id>/sandbox.ts` exports one as `vendor`.
 */
export interface Vendor {
  /** The provider's id. */
  readonly id: string
  /** Addresses of a new line: the business, and the person at the handset. Phone numbers unless given. */
  readonly addresses?: { readonly business: string; readonly customer: string }
  /** Credentials of a new account, named as the channel's fields. `random` gives a value nobody can guess. */
  account(random: () => string): Readonly<Record<string, string>>
  /** Reads a call to the vendor's API. Checks the credentials, as the vendor would. */
  receive(call: VendorRequest, line: VendorLine): VendorCall
  /** The answer to an accepted send. */
  accepted(id: string): VendorReply
  /** Answers with which this vendor refuses, for faults on demand, by a name of ours. */
  readonly errors: Readonly<Record<string, VendorReply>>
  /** The webhook for a message that a customer sent; or all of them in order, where the vendor spreads it over several. */
  message(message: HandsetMessage, line: VendorLine): VendorWebhook | readonly VendorWebhook[]
  /**
   * The webhook that tells what became of an accepted send; undefined for what this vendor does not tell. Left out where the
   * vendor has no receipts.
   */
  receipt?(receipt: HandsetReceipt, line: VendorLine): VendorWebhook | undefined
  /** The webhook for a message that the person at the handset read; left out where the vendor does not tell. */
  read?(read: HandsetRead, line: VendorLine): VendorWebhook
  /** The webhook for a reaction; left out where the vendor has none. */
  reaction?(reaction: HandsetReaction, line: VendorLine): VendorWebhook
  /** The headers that prove a body posted to `url`. */
  sign(body: Uint8Array, values: SettingValues, url: string): Readonly<Record<string, string>>
}

/** An account with the vendor: its credentials under the channel's field names. */
export interface VendorLine {
  readonly values: SettingValues
  /** The account's numbers; empty means any. */
  readonly numbers: readonly string[]
  readonly webhookUrl: string
  /** The last messages of the account in both directions, oldest first, for vendors that list them. */
  readonly history?: readonly VendorRecord[]
  /** A file that was uploaded, or attached at the handset, by the sandbox's id of it. */
  file?(id: string): HandsetFile | undefined
  /** Where a picture of a person lies, for vendors that tell it with the name. */
  faceUrl?(person: string): string
}

export interface VendorRecord {
  readonly direction: 'inbound' | 'outbound'
  readonly id: string
  readonly from: string
  readonly to: string
  readonly text: string
  readonly mediaUrls: readonly string[]
  /** Milliseconds UTC. */
  readonly at: number
}

/** A call to the vendor's API: `path` is what follows the line's base URL, without the leading slash. */
export interface VendorRequest {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: Uint8Array
  /** When it came, in milliseconds UTC. */
  readonly at: number
}

export type VendorReply = HttpReply & { readonly headers?: Readonly<Record<string, string>> }

export type VendorCall =
  /** A send that the vendor would take; `reply` where the answer to it is another than to others. */
  | { readonly kind: 'send'; readonly send: VendorSend; readonly reply?: VendorReply }
  /** A send that it refuses by itself: wrong key, bad number. */
  | { readonly kind: 'refused'; readonly send: VendorSend; readonly reply: VendorReply }
  /** A file for later sends; the answer tells the id under which the sandbox keeps it. */
  | {
      readonly kind: 'upload'
      readonly file: { readonly name: string; readonly contentType: string; readonly bytes: Uint8Array }
      readonly reply: (id: string) => VendorReply
    }
  /** The business read the customer's messages, or types an answer. */
  | {
      readonly kind: 'signal'
      readonly signal: { readonly type: 'read' | 'typing'; readonly from: string; readonly to: string }
      readonly reply: VendorReply
    }
  /** Anything else: a credential check, an unknown path. */
  | { readonly kind: 'other'; readonly reply: VendorReply }

export interface VendorSend {
  readonly from: string
  readonly to: string
  readonly text: string
  readonly mediaUrls: readonly string[]
  /** Files that were uploaded before. */
  readonly fileIds?: readonly string[] | undefined
  /** The vendor's id of the message that this one answers. */
  readonly replyTo?: string | undefined
  /** In place of everything else: a reaction to the message with this id; null takes it back. */
  readonly reaction?: { readonly target: string; readonly emoji: string | null } | undefined
  /** What the vendor charges it as, where its receipts tell. */
  readonly category?: string | undefined
  /** The sender's own reference, where the API carries one. */
  readonly reference?: string | undefined
  /** Why it may go, as the sender says, where the vendor wants to know outside its window. */
  readonly tag?: string | undefined
  /** Where the sender wants this message's receipts, where the API takes an address with each send. */
  readonly statusUrl?: string | undefined
}

export interface HandsetMessage {
  readonly id: string
  readonly from: string
  readonly to: string
  readonly text: string
  readonly media: readonly HandsetFile[]
  /** The vendor's id of the message that this one answers. */
  readonly replyTo?: string | undefined
  /** Milliseconds UTC. */
  readonly at: number
}

export interface HandsetRead {
  /** The vendor's id of the business's message. */
  readonly id: string
  readonly from: string
  readonly to: string
  /** Milliseconds UTC. */
  readonly at: number
}

export interface HandsetReaction {
  readonly id: string
  readonly from: string
  readonly to: string
  /** The vendor's id of the message that is meant. */
  readonly target: string
  /** Null takes the reaction back. */
  readonly emoji: string | null
  /** Milliseconds UTC. */
  readonly at: number
}

/** What the carrier does not know of a file stays undefined. */
export interface HandsetFile {
  readonly url: string
  /** The sandbox's id of the file, where it keeps it. */
  readonly id?: string | undefined
  /** As the person at the handset calls it. */
  readonly name?: string | undefined
  readonly contentType?: string | undefined
  readonly sha256?: string | undefined
  readonly bytes?: number | undefined
  /** The file itself, for vendors that put files into their webhooks; undefined where only its address is known. */
  readonly data?: Uint8Array | undefined
}

export interface HandsetReceipt {
  /** The id of the accepted send. */
  readonly id: string
  readonly send: VendorSend
  readonly status: 'sent' | 'delivered' | 'failed'
  readonly at: number
}

/** One signed POST. */
export interface VendorWebhook {
  /** Where to; the line's webhook URL unless given. */
  readonly url?: string | undefined
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array<ArrayBuffer>
}
