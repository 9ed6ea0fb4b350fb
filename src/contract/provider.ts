import type { FailureDetail } from './failures.ts'
import type { LocalText, SettingField, SettingValues } from './settings.ts'

/**
 * What a provider is: code that speaks one vendor's API, and data that tells the rest of Trunkline about it.
 * A provider keeps no state, reads no environment and touches no database; the channel comes with each call.
 *
 * The life of an inbound webhook:
 *  1. the channel is found by the token in the URL, so its secrets are known before the body is read;
 *  2. `verify` judges the raw bytes; a refusal puts the request into quarantine;
 *  3. `parse` turns it into normalised events; a refusal puts it into quarantine too;
 *  4. the core commits the events, then answers with `ack` (204 unless the vendor wants something else).
 */
export interface Provider {
  /** Folder name, URL segment and stored value: lower-case letters and digits. */
  readonly id: string
  readonly name: string
  readonly summary: LocalText
  /** Namespace of the contact addresses: numbers are `tel`, so that one person is one identity on all carriers. */
  readonly addressKind: 'tel' | 'messenger' | 'whatsapp' | 'livechat'
  /** Who may open a conversation: `business` where agents may write first. */
  readonly starts: 'business' | 'contact'
  readonly fields: readonly SettingField[]
  readonly limits: Limits
  /** How far a webhook on this channel can be trusted, in words for the channel page. */
  protection(channel: Channel): Protection
  /** Pure. Judges the raw bytes and nothing else; says why it refuses. */
  verify(request: RawRequest, channel: Channel): Verdict
  /** Pure. Never throws on an unknown event: it answers `unsupported`, or a refusal for a malformed body. */
  parse(request: RawRequest, channel: Channel): Parsed
  /** The vendor's success answer, where it wants another than 204 with no body. */
  ack?(events: readonly InboundEvent[]): HttpReply
  /** The status that tells this vendor "refused"; 400 unless given. */
  readonly refusalStatus?: number
  /** Answers a vendor's GET on the webhook URL (a verification challenge). */
  challenge?(request: RawRequest, channel: Channel): HttpReply
  /** Sends one message. Expected failures are values; only bugs throw. */
  send(message: OutboundMessage, channel: Channel, io: Io): Promise<SendOutcome>
  /** Proves the credentials without sending anything. Left out where the vendor has no such call. */
  check?(channel: Channel, io: Io): Promise<CheckResult>
  /** Asks the vendor what became of a send whose answer was lost. Left out where it cannot be asked. */
  lookUp?(lost: LostSend, channel: Channel, io: Io): Promise<SendOutcome>
  /** Who answers STOP and START unless the channel says otherwise: the vendor itself, or Trunkline (unless given). */
  readonly optOut?: 'vendor' | 'us'
  /** Inbound messages that the vendor lists since a moment, to be taken in as if they had just come; repeats do no harm. */
  listInbound?(since: number, channel: Channel, io: Io): Promise<Listed>
  /** Headers and hosts for fetching inbound files; left out where files are public. Credentials go to `hosts` only. */
  mediaAccess?(channel: Channel, io: Io): MediaAccess | Promise<MediaAccess>
}

/** `failed`: no credentials could be had now, in a sentence for the administrator; the file is tried again later. */
export type MediaAccess =
  | { readonly headers: Readonly<Record<string, string>>; readonly hosts: readonly string[] }
  | { readonly failed: string }

/** A channel as a provider sees it: decrypted, read-only. */
export interface Channel {
  readonly id: number
  /** Every field of the provider and every common channel setting, by name; secrets in clear. */
  readonly values: SettingValues
  /** The addresses of the channel's senders. */
  readonly senders: readonly string[]
  /** Where the vendor posts webhooks, from the configured public URL, never from `Host`. */
  readonly webhookUrl: string
}

/** `failed`: the vendor could not be asked, in a sentence for the administrator. */
export type Listed =
  | { readonly ok: true; readonly messages: readonly InboundMessage[] }
  | { readonly ok: false; readonly failed: string }

export interface Sourced<T> {
  readonly value: T
  /** Where the figure comes from: a URL and the day it was read, or the reason for our own choice. */
  readonly source: string
}

export interface Limits {
  /** Default of the channel's `messages_per_second`. */
  readonly messagesPerSecond: Sourced<number>
  /** Where messages with files have a rate of their own: told on the vendor's page; the channel's one rate holds for both. */
  readonly mediaMessagesPerSecond?: Sourced<number>
  /** Open requests at a time. */
  readonly openRequests: Sourced<number>
  readonly textCharacters: Sourced<number>
  readonly mediaPerMessage: Sourced<number>
  readonly mediaBytes: Sourced<number>
  /** MIME types or `image/*` forms; undefined means the vendor decides. */
  readonly mediaTypes?: Sourced<readonly string[]>
  readonly webhookBytes: Sourced<number>
  /** How long a send may take, from the first byte of the request to the last of the answer. */
  readonly sendTimeoutMs: Sourced<number>
}

/** `signed`: the body is proved. `secret_url`: only the secret address protects it. */
export interface Protection {
  readonly level: 'signed' | 'secret_url'
  readonly detail: LocalText
}

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

export interface HttpReply {
  readonly status: number
  readonly contentType?: string
  readonly body?: string
}

/** Why a webhook was refused; the code is a row of the problem catalogue. */
export interface Refusal {
  readonly code:
    | 'signature_missing'
    | 'signature_mismatch'
    | 'secret_not_set'
    | 'malformed_body'
    | 'unsupported_media_type'
    | 'invalid_field'
  /** A sentence: what is wrong and where. Never holds a secret. */
  readonly detail: string
}

export type Verdict = { readonly ok: true } | ({ readonly ok: false } & Refusal)
export type Parsed =
  | { readonly ok: true; readonly events: readonly InboundEvent[] }
  | ({ readonly ok: false } & Refusal)

/** What a vendor told us. All times are integer milliseconds UTC. */
export type InboundEvent = InboundMessage | InboundReceipt | InboundUnsupported

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
  readonly fromName?: string | undefined
  /** Business-side addresses the message was sent to; ours is the first that is a sender of the channel. */
  readonly to: readonly string[]
  readonly text?: string | undefined
  /** Where the vendor says that this is a word like STOP, START or HELP, which it has answered and acted on by itself. */
  readonly keyword?: 'out' | 'in' | 'help' | undefined
  readonly media: readonly InboundMedia[]
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

/** A file at an address of the vendor's, or in the webhook itself. */
export interface InboundMedia {
  /** Empty where `data` holds the file. */
  readonly url: string
  readonly data?: Uint8Array | undefined
  readonly contentType?: string | undefined
  readonly name?: string | undefined
  /** Lower-case hex; checked against what is fetched, when given. */
  readonly sha256?: string | undefined
  readonly bytes?: number | undefined
}

export interface InboundReceipt {
  readonly kind: 'receipt'
  readonly providerMessageId: string
  /** Our own reference, where the vendor hands it back: finds the message even when the answer was lost. */
  readonly reference?: string | undefined
  readonly status: 'sent' | 'delivered' | 'read' | 'failed'
  readonly at: number
  readonly failure?: FailureDetail | undefined
}

/** A well-formed event of a type we do not use: counted, acknowledged, never an error to the vendor. */
export interface InboundUnsupported {
  readonly kind: 'unsupported'
  readonly type: string
}

export interface OutboundMessage {
  /** Our reference for this attempt: travels to the vendor where it takes one. */
  readonly reference: string
  readonly from: string
  readonly to: string
  readonly text?: string | undefined
  readonly media: readonly OutboundMedia[]
  /** The channel's webhook URL with our reference in its query (`?ref=`), for vendors that take a status URL with each send. */
  readonly statusUrl: string
  /** True where an earlier attempt may have arrived. */
  readonly maybeRepeat: boolean
}

export interface OutboundMedia {
  /** Unguessable and expiring; the vendor fetches it. */
  readonly url: string
  readonly contentType: string
  readonly name: string
  readonly bytes: number
}

/** The four outcomes of a send. `unknown`: bytes left and no usable answer came, so it is never resent blindly. */
export type SendOutcome =
  | {
      readonly kind: 'accepted'
      readonly providerMessageId?: string | undefined
      readonly status?: 'sent' | 'delivered'
    }
  | { readonly kind: 'rejected'; readonly failure: FailureDetail }
  | { readonly kind: 'retry'; readonly failure: FailureDetail; readonly afterMs?: number | undefined }
  | { readonly kind: 'unknown'; readonly failure: FailureDetail }

export interface LostSend {
  readonly reference: string
  readonly from: string
  readonly to: string
  readonly text?: string | undefined
  readonly startedAt: number
}

/** States of a channel, in the manuals' words. */
export const channelStatuses = [
  'unchecked',
  'connected',
  'unauthorised',
  'service_unavailable',
  'unknown_source',
  'request_failed',
] as const
export type ChannelStatus = (typeof channelStatuses)[number]

export interface CheckResult {
  /** `unchecked` where this channel's vendor offers nothing to ask. */
  readonly status: ChannelStatus
  /** A sentence for the administrator: what was asked, what came back. Never holds a secret. */
  readonly detail: string
}

/** The world outside, lent to a provider for one call. */
export interface Io {
  /** One HTTP exchange through the guarded client: no redirects, time and size limits, secrets kept out of logs. */
  request(request: HttpRequest): Promise<HttpResult>
  /** Milliseconds UTC. */
  now(): number
  /** A value nobody can guess, for challenges. */
  nonce(): string
  /**
   * A value kept in memory for this channel until it expires or the channel changes: access tokens. Callers that ask at once
   * share one `load`; `fresh` throws the known value away first.
   */
  cached<T>(key: string, load: () => Promise<Cached<T>>, fresh?: boolean): Promise<T>
}

export interface Cached<T> {
  readonly value: T
  /** Milliseconds UTC; a value that must not be kept has a time past. */
  readonly expiresAt: number
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  readonly timeoutMs?: number
  /** Not the send itself (a token, a look-up): its start does not count for the channel's rate. */
  readonly preparatory?: boolean
}

/**
 * `answer`: a complete answer came. `unsent`: certainly nothing reached the vendor's application (name look-up, connection,
 * TLS or the guard failed). `lost`: bytes left, and no complete answer came.
 */
export type HttpResult =
  | {
      readonly kind: 'answer'
      readonly status: number
      readonly headers: Readonly<Record<string, string | undefined>>
      readonly body: Uint8Array
    }
  | { readonly kind: 'unsent'; readonly reason: string }
  | { readonly kind: 'lost'; readonly reason: string }
