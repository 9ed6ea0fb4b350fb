import type { Generated } from 'kysely'
import type { MessageStatus } from '../../contract/api/conversations.ts'
import type { FailureCode } from '../../contract/failures.ts'
import type { AddressKind } from '../../contract/provider.ts'

export interface ContactTable {
  id: Generated<number>
  name: string | null
  /** When the vendor was asked for name and picture. */
  profile_at: Generated<number | null>
  picture_sha256: Generated<string | null>
  picture_type: Generated<string | null>
  created_at: number
}

export interface IdentityTable {
  id: Generated<number>
  contact_id: number
  kind: AddressKind
  address: string
  /** The identity at which the same person is reached now. */
  replaced_by: Generated<number | null>
  /** When the person moved there, as the vendor says; from then on the address is somebody else's. */
  replaced_at: Generated<number | null>
  created_at: number
}

export interface ConversationTable {
  id: Generated<number>
  channel_id: number
  sender_id: number
  identity_id: number
  status: 'open' | 'closed'
  owner_type: 'extension' | 'api' | null
  owner_id: number | null
  queue_id: number | null
  opened_at: number
  closed_at: number | null
  last_activity_at: number
  last_message_id: number | null
  inbound_count: Generated<number>
  /** Inbound messages that are not in `inbound_count`: another program answered when they came. */
  standby_count: Generated<number>
}

export interface ConversationReadTable {
  conversation_id: number
  extension_id: number
  read_count: number
}

export interface MessageTable {
  id: Generated<number>
  conversation_id: number
  channel_id: number
  sender_id: number
  direction: 'in' | 'out'
  /** The vendor's id of an inbound message; outbound ids stand on the attempts. */
  provider_message_id: string | null
  text: string | null
  status: MessageStatus
  /** `elsewhere`: the business wrote it in another program. */
  author_type: 'contact' | 'extension' | 'api' | 'system' | 'elsewhere'
  author_id: number | null
  /** 0 interactive, 1 bulk. */
  priority: Generated<number>
  /** Earliest next attempt; null when nothing is due, and while a queued message waits for a place under a messaging limit. */
  due_at: number | null
  /** No attempt is planned beyond this; set by the first one. */
  give_up_at: number | null
  /** Since when a messaging limit keeps it from leaving. */
  waits_since: Generated<number | null>
  attempts: Generated<number>
  segments: number | null
  encoding: 'GSM-7' | 'UCS-2' | null
  client_ref: string | null
  failure_code: FailureCode | null
  vendor_code: string | null
  vendor_text: string | null
  maybe_repeat: Generated<number>
  has_media: Generated<number>
  /** `consent`: the answer to an opt-out word or its like, which goes to those who opted out too. */
  category: Generated<'conversation' | 'consent'>
  /** Sent, or to be sent, by the sender's second channel. */
  failed_over: Generated<number>
  /** JSON of the API's `content`. */
  content: Generated<string | null>
  /** JSON of the contract's `FilledTemplate`, with the place of its header. */
  template: Generated<string | null>
  /** The first message of the call that this one was a part of. */
  part_of: Generated<number | null>
  /** JSON of the API's `referral`. */
  referral: Generated<string | null>
  /** JSON of the contract's `Pricing`. */
  pricing: Generated<string | null>
  /** The message that this one answers. */
  reply_to_id: Generated<number | null>
  edited_at: Generated<number | null>
  /** Its text and files are gone since. */
  deleted_at: Generated<number | null>
  created_at: number
  sent_at: number | null
  delivered_at: number | null
  read_at: number | null
}

export interface AttemptTable {
  id: Generated<number>
  message_id: number
  channel_id: number
  number: number
  started_at: number
  finished_at: number | null
  outcome: 'open' | 'accepted' | 'rejected' | 'retry' | 'unknown'
  provider_message_id: string | null
  failure_code: FailureCode | null
  vendor_code: string | null
  vendor_text: string | null
  /** When the carrier is asked what became of it; counts while the outcome is `unknown`, null when it is asked no more. */
  look_up_at: Generated<number | null>
  look_ups: Generated<number>
  /** The highest watermark that passed it before its outcome was known. */
  passed_status: Generated<'delivered' | 'read' | null>
  passed_at: Generated<number | null>
}

export interface ReceiptTable {
  id: Generated<number>
  channel_id: number
  provider_message_id: string
  /** Null while the receipt waits for the send result that it overtook. */
  message_id: number | null
  status: 'sent' | 'delivered' | 'read' | 'failed'
  at: number
  failure_code: FailureCode | null
  vendor_code: string | null
  vendor_text: string | null
  /** JSON of the contract's `Pricing`. */
  pricing: Generated<string | null>
  created_at: number
}

export interface MediaTable {
  id: Generated<number>
  message_id: number | null
  position: Generated<number>
  state: 'pending' | 'stored' | 'refused' | 'expired'
  name: string
  content_type: string
  bytes: number | null
  sha256: string | null
  /** JSON of the vendor's `InboundMedia` while the file is to be fetched. */
  source: string | null
  form: Generated<'voice' | 'sticker' | null>
  tries: Generated<number>
  due_at: number | null
  error_code: string | null
  error_detail: string | null
  created_by: number | null
  created_at: number
}

export interface MediaLinkTable {
  token_hash: string
  media_id: number
  attempt_id: number | null
  expires_at: number
}

/** A file that lies at a channel's vendor already. */
export interface VendorFileTable {
  channel_id: number
  sha256: string
  content_type: string
  vendor_id: string
  expires_at: number
}

export interface IdempotencyTable {
  actor: string
  key: string
  request_hash: string
  message_id: number
  created_at: number
}

export interface EventTable {
  id: Generated<number>
  transaction_id: Generated<number>
  at: number
  type: string
  conversation_id: number | null
  message_id: number | null
  channel_id: number | null
  actor_id: number | null
  /** JSON object: what the rows themselves do not tell. Never message text. */
  data: Generated<string>
}
