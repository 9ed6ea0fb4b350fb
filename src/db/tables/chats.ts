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
