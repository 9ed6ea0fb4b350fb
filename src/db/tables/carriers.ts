import type { Generated } from 'kysely'

export interface HeldMessageTable {
  id: Generated<number>
  channel_id: number
  hold_key: string
  provider_message_id: string
  /** JSON of the `InboundMessage`. */
  message: string
  due_at: number
}

export interface MessageAliasTable {
  channel_id: number
  provider_message_id: string
  message_id: number
}

export interface ConsentTable {
  id: Generated<number>
  /** By which it came; what counts is its address. */
  sender_id: number
  /** The business's own. The kind of network is the identity's. */
  address: string
  identity_id: number
  state: 'in' | 'out'
  /** `contact`: they wrote the words. `vendor`: the carrier refused a message with them. `extension`: a person's note. */
  source: 'contact' | 'vendor' | 'extension'
  words: string
  actor_id: number | null
  at: number
}
