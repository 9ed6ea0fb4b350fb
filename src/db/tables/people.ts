import type { Generated } from 'kysely'
import type { Role } from '../../contract/api/common.ts'

export interface ExtensionTable {
  id: Generated<number>
  number: string
  name: string
  email: string
  password_hash: string
  role: Role
  active: number
  locale: 'en' | 'zh-CN'
  created_at: number
  last_seen_at: number | null
}

export interface SessionTable {
  id: Generated<number>
  token_hash: string
  extension_id: number
  created_at: number
  last_seen_at: number
  expires_at: number
  ip: string
  user_agent: string
}

export interface LoginThrottleTable {
  key: string
  failures: number
  blocked_until: number
  updated_at: number
}

export type PickupMode = 'manual' | 'auto' | 'none'

export interface QueueTable {
  id: Generated<number>
  name: string
  pickup_mode: PickupMode
  created_at: number
}

export interface QueueMemberTable {
  queue_id: number
  extension_id: number
}

export interface AuditTable {
  id: Generated<number>
  at: number
  actor_id: number | null
  action: string
  object_type: string
  object_id: string | null
  detail: string
  ip: string | null
}

/** One row, written to prove that the database takes writes. */
export interface ProcessTable {
  id: number
  probed_at: number
}
