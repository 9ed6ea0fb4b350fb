import type { MessageContent } from '../../contract/api/content.ts'
import type { Conversation } from '../../contract/api/conversations.ts'
import type { Limits } from '../../contract/limits.ts'
import { toTime, toTimeOrNull } from '../../lib/time.ts'
import type { Actor } from '../access/actor.ts'

import { isSenderName } from '../channels/sender-address.ts'
import { hasSmartEncoding } from '../channels/setting-values.ts'
import type { LaneView } from '../outbound/waiting.ts'
import { standingOf } from '../outbound/window.ts'

import { mayDirect, mayOptIn, mayPickUp, mayWrite } from './access.ts'
import type { ConversationRow } from './rows.ts'

const HOUR_MS = 3_600_000

/** A conversation as one person sees it. */
export function presentConversation(
  row: ConversationRow,
  lanes: LaneView,
  actor: Actor,
  readCount: number,
): Conversation {
  const heldBy = presentHolder(row, lanes)
  return {
    id: row.id,
    status: row.status,
    sender: {
      id: row.sender_id,
      address: row.sender_address,
      name: row.sender_name,
      channel_id: row.channel_id,
      channel_name: row.channel_name,
      provider: row.provider,
      receives: !isSenderName(row.address_kind, row.sender_address),
      smart_encoding: hasSmartEncoding(row.channel_settings),
    },
    contact: {
      id: row.contact_id,
      name: row.contact_name,
      address: row.contact_address,
      address_kind: row.address_kind,
      picture_url: row.contact_picture === null ? null : `/api/v1/contacts/${row.contact_id}/picture`,
    },
    owner: row.owner_type && {
      type: row.owner_type,
      id: row.owner_id,
      name: row.owner_type === 'api' ? 'API' : (row.owner_name ?? ''),
    },
    queue:
      row.queue_id !== null && row.queue_name !== null && row.pickup_mode !== null
        ? { id: row.queue_id, name: row.queue_name, pickup_mode: row.pickup_mode }
        : null,
    unread: Math.max(0, row.inbound_count - readCount),
    last_message: lastMessageOf(row),
    opted_out_at: toTimeOrNull(row.opted_out_at),
    marketing_stopped_at: toTimeOrNull(row.marketing_stopped_at),
    window: presentWindow(row, lanes),
    held_by: heldBy,
    limits: presentLimits(lanes.limitsOf(row.channel_id)),
    takes: [...lanes.takes(row.channel_id)],
    can: {
      write: mayWrite(actor, row),
      pick_up: mayPickUp(actor, row),
      transfer: mayDirect(actor, row),
      close: mayDirect(actor, row),
      opt_in: mayOptIn(actor, row),
      take_over: heldBy !== null && mayWrite(actor, row),
    },
    opened_at: toTime(row.opened_at),
    closed_at: toTimeOrNull(row.closed_at),
    last_activity_at: toTime(row.last_activity_at),
  }
}

function presentWindow(row: ConversationRow, lanes: LaneView): Conversation['window'] {
  const window = lanes.windowOf(row.channel_id)
  if (!window) return null
  const { state, closesAt } = standingOf(window, row.last_act_at, lanes.now())
  return { state, closes_at: toTimeOrNull(closesAt), afterwards: window.afterwards }
}

/** The vendor does not tell when a program lets a conversation go: it has it no longer some time after the contact's last act. */
function presentHolder(row: ConversationRow, lanes: LaneView): Conversation['held_by'] {
  const control = lanes.controlOf(row.channel_id)
  const { holder, holder_app: id, holder_since: since } = row
  if (!control || holder === null || holder === 'us' || since === null) return null
  const lastAt = Math.max(row.holder_at ?? 0, row.last_act_at ?? 0)
  if (lanes.now() >= lastAt + control.lapsesAfterHours * HOUR_MS) return null
  return { kind: holder, id, since: toTime(since) }
}

function lastMessageOf(row: ConversationRow): Conversation['last_message'] {
  if (!row.last_message_id || !row.last_direction || !row.last_status || row.last_at === null) return null
  return {
    id: row.last_message_id,
    direction: row.last_direction,
    text: row.last_text,
    kind: kindOf(row),
    has_media: row.last_has_media === 1,
    file: fileOf(row.last_file),
    status: row.last_status,
    at: toTime(row.last_at),
  }
}

function kindOf({ last_content, last_deleted_at }: ConversationRow): string | null {
  if (last_deleted_at !== null) return 'deleted'
  return last_content === null ? null : (JSON.parse(last_content) as MessageContent).type
}

function fileOf(file: string | null): NonNullable<Conversation['last_message']>['file'] {
  if (file === null) return null
  const kind = file.split('/')[0]
  return fileKinds.find((one) => one === kind) ?? 'other'
}

const fileKinds = ['image', 'video', 'audio', 'voice', 'sticker'] as const

function presentLimits(limits: Limits | undefined): Conversation['limits'] {
  if (!limits) return null
  return {
    text_characters: limits.textCharacters.value,
    files: limits.captions ? null : limits.mediaPerMessage.value,
    file_bytes: limits.mediaBytes.value,
    file_bytes_of: { ...limits.mediaBytesOf?.value },
    file_bytes_total: limits.mediaBytesTotal?.value ?? null,
    file_types: limits.mediaTypes ? [...limits.mediaTypes.value] : null,
  }
}
