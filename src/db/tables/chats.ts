import type { Generated } from 'kysely'

export interface MessageEditTable {
  message_id: number
  at: number
  former_text: string | null
}

export interface ReactionTable {
  message_id: number
  by: 'contact' | 'business'
  /** Null where it was taken back. */
  emoji: string | null
  at: number
}

/** When a contact last did something towards a sender that lets the business write. */
export interface ContactActTable {
  sender_id: number
  identity_id: number
  at: number
}

/** What was told of a message before it came. */
export interface EarlyEventTable {
  id: Generated<number>
  channel_id: number
  /** The vendor's id of the message. */
  target: string
  /** JSON of the `InboundReaction`, `InboundEdit` or `InboundDeletion`. */
  event: string
  created_at: number
}

export interface MarketingStopTable {
  sender_id: number
  identity_id: number
  stopped: number
  at: number
}

/** A person who counts under a messaging limit: sent a template outside their window, the last time at `at`. */
export interface LimitPlaceTable {
  account: string
  /** At which they are reached. */
  identity_id: number
  /** The only message that the place rests on; null where several do. */
  message_id: number | null
  at: number
}

/** `taken`: rows of `limit_place`. */
export interface LimitAccountTable {
  account: string
  taken: number
}

export interface TemplateTable {
  id: Generated<number>
  channel_id: number
  name: string
  language: string
  /** JSON of the contract's `Template`. */
  definition: string
}

/** Which program of the business answers a contact. No row: this one, as far as we know. */
export interface ThreadControlTable {
  sender_id: number
  identity_id: number
  holder: 'us' | 'inbox' | 'app'
  /** The vendor's id of the program, where it told. */
  app_id: string | null
  since: number
  /** Of the last thing that told it; what happened before changes nothing. */
  at: number
}
