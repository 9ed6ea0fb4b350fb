import type { Generated } from 'kysely'
import type { ChannelStatus } from '../../contract/provider.ts'

export interface ChannelTable {
  id: Generated<number>
  name: string
  provider: string
  token: string
  active: number
  /** JSON object of the settings that are not secret. */
  settings: string
  status: ChannelStatus
  status_detail: string | null
  /** JSON list of what the last check told of the account. */
  facts: Generated<string>
  /** When the message templates were last fetched, and why the last fetch failed. */
  templates_at: Generated<number | null>
  templates_problem: Generated<string | null>
  /** What the vendor last told that the administrator must know. */
  notice: Generated<string | null>
  notice_at: Generated<number | null>
  /** The vendor said that its messaging limit is reached: nothing that falls under it is tried before. */
  limit_closed_until: Generated<number | null>
  checked_at: number | null
  last_inbound_at: number | null
  last_outbound_at: number | null
  /** Up to here the vendor has told all messages that it took in. */
  missed_until: Generated<number | null>
  /** The last look for missed messages, and what it brought. */
  missed_checked_at: Generated<number | null>
  missed_found: Generated<number | null>
  missed_new: Generated<number | null>
  missed_error: Generated<string | null>
  created_at: number
  deleted_at: number | null
}

export interface ChannelSecretTable {
  channel_id: number
  name: string
  sealed: string
  ends_with: string | null
  updated_at: number
}

export interface ChannelFormerSecretTable {
  channel_id: number
  name: string
  sealed: string
  /** Webhooks that came before this moment may be proved with it. */
  until: number
}

export interface SenderTable {
  id: Generated<number>
  channel_id: number
  address: string
  /** What the vendor calls it. */
  name: Generated<string | null>
  destination_type: 'extension' | 'queue' | 'api' | null
  destination_id: number | null
  active: number
  /** A channel that owns the same number; takes over messages that this one cannot hand over. */
  failover_channel_id: Generated<number | null>
  created_at: number
}

export interface SenderStarterTable {
  sender_id: number
  extension_id: number
}

export interface SenderHourTable {
  sender_id: number
  /** Milliseconds UTC at which the hour begins. */
  hour: number
  sent: number
  succeeded: number
  failed: number
  received: number
}

/** A channel of the demo, and the sandbox's line that plays its carrier. */
export interface DemoLineTable {
  id: Generated<number>
  channel_id: number
  line: string
}

export interface WebhookRequestTable {
  id: Generated<number>
  channel_id: number
  received_at: number
  method: string
  url: string
  /** JSON object, lower-case names. */
  headers: string
  body: Uint8Array
  /** Only of refused ones. */
  remote_address: string | null
  state: 'accepted' | 'quarantined' | 'released' | 'discarded'
  code: string | null
  detail: string | null
}
