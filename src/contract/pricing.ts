/**
 * What the vendor says a message costs. Each part only where the vendor tells it; its words are in lower case, at most 60
 * characters.
 */
export interface Pricing {
  /** Whether the vendor charges for the message. */
  readonly billable?: boolean | undefined
  /** What is charged: each message, or a conversation of some hours. */
  readonly model?: 'message' | 'conversation' | undefined
  /** The vendor's word for why it is charged or not: `regular`, `free_customer_service`, `free_entry_point`. */
  readonly type?: string | undefined
  /** The vendor's word for what it is charged as: `marketing`, `utility`, `authentication`, `service`. */
  readonly category?: string | undefined
  readonly conversation?: PricedConversation | undefined
}

/** What the vendor counts as one conversation. How long the business may write freely is another matter. */
export interface PricedConversation {
  readonly id: string
  /** The vendor's word for what opened it: a category, or `referral_conversion` for a free entry point. */
  readonly origin?: string | undefined
  /** When it ends, in milliseconds UTC. */
  readonly expiresAt?: number | undefined
}
