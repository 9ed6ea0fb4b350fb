import type { InboundEvent, InboundMessage, RawRequest } from './inbound.ts'
import type { Io } from './io.ts'
import type { Limits } from './limits.ts'
import type { LostSend, OutboundMessage, SendOutcome, Signal } from './outbound.ts'
import type { LocalText, SettingField, SettingValues } from './settings.ts'
import type { Template } from './templates.ts'

/**
 * What a provider is: code that speaks one vendor's API, and data that tells the rest of Trunkline about it.
 * A provider keeps no state, reads no environment and touches no database; the channel comes with each call.
 *
 * The life of an inbound webhook:
 *  1. the channel is found by the token in the URL, so its secrets are known before the body is read;
 *  2. `verify` judges the raw bytes; a refusal puts the request into quarantine;
 *  3. `parse` turns it into normalised events; a refusal puts it into quarantine too, and so does what it could not read of
 *     a batch, whose rest is taken in;
 *  4. the core commits the events, then answers with `ack` (204 unless the vendor wants something else).
 */
export interface Provider {
  /** Folder name, URL segment and stored value: lower-case letters and digits. */
  readonly id: string
  readonly name: string
  readonly summary: LocalText
  readonly addressKind: AddressKind
  /** What an administrator enters as a sender's address; a number with its country code unless given. */
  readonly senderHelp?: LocalText
  /** Who may open a conversation: `business` where agents may write first. */
  readonly starts: 'business' | 'contact'
  /** How long after a contact's last act the business may write freely; left out where it always may. */
  readonly window?: Window
  /** What this vendor's messages can be besides text, files and templates; nothing unless given. */
  readonly takes?: readonly ('location' | 'reaction' | 'reply')[]
  readonly fields: readonly SettingField[]
  /** Where the vendor takes no file without a text: what the channel's `default_media_text` is unless somebody writes another. */
  readonly mediaText?: string
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
  /** Asks the vendor what became of a send whose answer was lost: `retry` where it surely has not taken it. */
  lookUp?(lost: LostSend, channel: Channel, io: Io): Promise<SendOutcome>
  /** Who answers STOP and START unless the channel says otherwise: the vendor itself, or Trunkline (unless given). */
  readonly optOut?: 'vendor' | 'us'
  /**
   * Inbound messages that the vendor lists since a moment, to be taken in as if they had just come; repeats do no harm. Those
   * of the same time stand in the order in which they were written.
   */
  listInbound?(since: number, channel: Channel, io: Io): Promise<Listed>
  /** Every message template of the channel. Left out where the vendor has none. */
  listTemplates?(channel: Channel, io: Io): Promise<ListedTemplates>
  /** Name and picture of a contact, as far as the vendor gives them. */
  profile?(contact: string, sender: string, channel: Channel, io: Io): Promise<Profile>
  /** Tells the contact that the message was read, or that an answer is being typed. Best effort: never tried again. */
  signal?(signal: Signal, channel: Channel, io: Io): Promise<void>
  /** Where other programs of the business may have a conversation in our place. */
  readonly control?: Control
  /** Headers and hosts for fetching inbound files; left out where files are public. Credentials go to `hosts` only. */
  mediaAccess?(channel: Channel, io: Io, file: WantedFile): MediaAccess | Promise<MediaAccess>
}

/** Namespaces of contact addresses: numbers are `tel`, so that one person is one identity on all carriers. */
export const addressKinds = ['tel', 'messenger', 'whatsapp', 'livechat'] as const
export type AddressKind = (typeof addressKinds)[number]

/** An inbound file that is about to be fetched: as the webhook told of it, and how often that failed before. */
export interface WantedFile {
  readonly url: string
  readonly id?: string | undefined
  readonly tries: number
}

/**
 * `url`: where the file lies now, where that is not the address of the webhook. `failed`: no credentials could be had now, in a
 * sentence for the administrator; the file is tried again later.
 */
export type MediaAccess =
  | {
      readonly headers: Readonly<Record<string, string>>
      readonly hosts: readonly string[]
      readonly url?: string | undefined
    }
  | { readonly failed: string }

export interface Control {
  /** So many hours after the contact's last act whoever has the conversation loses it. */
  readonly lapsesAfterHours: number
  /** Takes the conversation with a contact from whoever has it. */
  take(contact: string, sender: string, channel: Channel, io: Io): Promise<Taken>
}

/** `failed`: why it could not be taken, in the vendor's words. */
export type Taken = { readonly ok: true } | { readonly ok: false; readonly failed: string }

/** Hours count from the contact's last act towards the sender. */
export interface Window {
  readonly hours: number
  /** Longer, for answers that a person writes, where the named boolean field of the channel says that the vendor agreed. */
  readonly extended?: { readonly hours: number; readonly field: string }
  /** What may be sent when it is over. */
  readonly afterwards: 'nothing' | 'template'
}

/** `failed`: the vendor could not be asked, in a sentence for the administrator. */
export type ListedTemplates =
  | { readonly ok: true; readonly templates: readonly Template[] }
  | { readonly ok: false; readonly failed: string }

/** `pictureUrl` is fetched into our store at once. Empty where the vendor tells nothing. */
export interface Profile {
  readonly name?: string | undefined
  readonly pictureUrl?: string | undefined
}

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

/** `signed`: the body is proved. `login`: a user name and a password come with it. `secret_url`: only the secret address protects it. */
export interface Protection {
  readonly level: 'signed' | 'login' | 'secret_url'
  readonly detail: LocalText
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
    | 'address_not_allowed'
  /** A sentence: what is wrong and where. Never holds a secret. */
  readonly detail: string
}

export type Verdict = { readonly ok: true } | ({ readonly ok: false } & Refusal)
/** `unread`: parts of it that could not be read, each in a sentence with its place; the request is kept for a person to see. */
export type Parsed =
  | {
      readonly ok: true
      readonly events: readonly InboundEvent[]
      readonly unread?: readonly string[] | undefined
    }
  | ({ readonly ok: false } & Refusal)

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
  /** What the vendor says of the account: permissions, names, quality, until when the token lasts. */
  readonly facts?: readonly CheckFact[]
  /** Names of senders that people know better than their addresses: a Page, a number behind an id. */
  readonly senders?: readonly { readonly address: string; readonly name: string }[]
}

export interface CheckFact {
  readonly label: LocalText
  /** A text alone is the same in every language: a name, a number, a word of the vendor's. */
  readonly value: string | LocalText
  /** True where the administrator has to do something about it. */
  readonly warning?: boolean
}
