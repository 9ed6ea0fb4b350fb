import { z } from 'zod'
import { addressKinds } from '../provider.ts'
import { destination, id, nullableTime, time } from './common.ts'
import { content, location, referral } from './content.ts'
import { emoji } from './emoji.ts'
import { templateDraft } from './templates.ts'

export const messageStatuses = [
  'received',
  'queued',
  'sending',
  'unconfirmed',
  'sent',
  'failed',
  'delivered',
  'read',
] as const
export const messageStatus = z.enum(messageStatuses)
export type MessageStatus = z.infer<typeof messageStatus>

export const media = z.object({
  id,
  /** `pending`: being fetched. `refused`: not fetched, the reason stands in `error`. `expired`: kept no longer. */
  state: z.enum(['pending', 'stored', 'refused', 'expired']),
  name: z.string(),
  content_type: z.string(),
  bytes: z.int().nullable(),
  /** Where a signed-in person reads it; null until it is stored. */
  url: z.string().nullable(),
  /** How the contact sent it, where that is more than a file. */
  form: z.enum(['voice', 'sticker']).nullable(),
  /** True for the image, audio and video types that are safe to show in place. */
  inline: z.boolean(),
  error: z.object({ code: z.string(), detail: z.string() }).nullable(),
})
export type Media = z.infer<typeof media>

export const failure = z.object({
  code: z.string(),
  title: z.string(),
  remedy: z.string(),
  vendor_code: z.string().nullable(),
  vendor_text: z.string().nullable(),
})

/** What the provider says that a message costs; null where it did not tell. Its words stand as it writes them. */
export const pricing = z.object({
  billable: z.boolean().nullable(),
  /** What is charged: each message, or a conversation of some hours. */
  model: z.enum(['message', 'conversation']).nullable(),
  /** Why it is charged or not: `regular`, `free_customer_service`, `free_entry_point`. */
  type: z.string().nullable(),
  /** What it is charged as: `marketing`, `utility`, `authentication`, `service`. */
  category: z.string().nullable(),
  /** What the provider counts as one conversation. Not the time in which the contact may be written to. */
  conversation: z
    .object({ id: z.string(), origin: z.string().nullable(), expires_at: nullableTime })
    .nullable(),
})
export type MessagePricing = z.infer<typeof pricing>

export const message = z.object({
  id,
  conversation_id: id,
  direction: z.enum(['in', 'out']),
  status: messageStatus,
  text: z.string().nullable(),
  media: z.array(media),
  content: content.nullable(),
  /** Where the contact came from. */
  referral: referral.nullable(),
  /** The message that this one answers, with the beginning of its text. */
  reply_to: z.object({ id, direction: z.enum(['in', 'out']), text: z.string().nullable() }).nullable(),
  reactions: z.array(z.object({ by: z.enum(['contact', 'business']), emoji: z.string(), at: time })),
  author: z.object({
    /** `elsewhere`: the business wrote it in another program; it is not sent from here. */
    type: z.enum(['contact', 'extension', 'api', 'system', 'elsewhere']),
    id: id.nullable(),
    name: z.string(),
  }),
  segments: z.int().nullable(),
  encoding: z.enum(['GSM-7', 'UCS-2']).nullable(),
  client_ref: z.string().nullable(),
  attempts: z.int(),
  /** Set while the message waits for another try. */
  next_attempt_at: nullableTime,
  /**
   * Set while the message is queued: what keeps it, how many go before it, and when it is expected to leave.
   * `messaging_limit`: the account may not write to more people for now, and it waits for a place.
   */
  waiting: z
    .object({ reason: z.enum(['rate', 'messaging_limit']), ahead: z.int(), expected_at: time })
    .nullable(),
  failure: failure.nullable(),
  pricing: pricing.nullable(),
  /** `consent`: an answer to STOP, START or HELP, which goes to those who opted out too. */
  category: z.enum(['conversation', 'consent']),
  /** An earlier attempt may have arrived too. */
  maybe_repeat: z.boolean(),
  /** Left, or leaves, by the second channel of its sender. */
  failed_over: z.boolean(),
  created_at: time,
  sent_at: nullableTime,
  delivered_at: nullableTime,
  read_at: nullableTime,
  /** When its text was last replaced. */
  edited_at: nullableTime,
  /** Since when its text and files are gone. */
  deleted_at: nullableTime,
})
export type Message = z.infer<typeof message>

export const conversation = z.object({
  id,
  status: z.enum(['open', 'closed']),
  sender: z.object({
    id,
    address: z.string(),
    name: z.string().nullable(),
    channel_id: id,
    channel_name: z.string(),
    provider: z.string(),
    /** False for a name as sender: customers cannot answer to it. */
    receives: z.boolean(),
    /** Typographic characters are sent in their plain form where that takes fewer SMS parts. */
    smart_encoding: z.boolean(),
  }),
  contact: z.object({
    id,
    name: z.string().nullable(),
    address: z.string(),
    /** What the address is: a number (`tel`) or the person on a chat network. */
    address_kind: z.enum(addressKinds),
    /** Where a signed-in person sees their picture; null where there is none. */
    picture_url: z.string().nullable(),
  }),
  owner: z.object({ type: z.enum(['extension', 'api']), id: id.nullable(), name: z.string() }).nullable(),
  queue: z.object({ id, name: z.string(), pickup_mode: z.enum(['manual', 'auto', 'none']) }).nullable(),
  unread: z.int(),
  last_message: z
    .object({
      id,
      direction: z.enum(['in', 'out']),
      text: z.string().nullable(),
      /** What it holds besides text and files (`content.type`), or `deleted`; null where that is nothing. */
      kind: z.string().nullable(),
      has_media: z.boolean(),
      /** What its first file is, where it is known. */
      file: z.enum(['image', 'video', 'audio', 'voice', 'sticker', 'other']).nullable(),
      status: messageStatus,
      at: time,
    })
    .nullable(),
  /** Since when the contact wants no messages from this sender; null while they may be written to. */
  opted_out_at: nullableTime,
  /** Since when the contact wants no marketing messages from this sender; null where they may be sent. */
  marketing_stopped_at: nullableTime,
  /**
   * Where the vendor lets the business write for some time after the contact's last act only; null elsewhere. `extended`: a
   * person may still answer. `over`: what may be sent now stands in `afterwards`. `closes_at`: when the present state ends.
   */
  window: z
    .object({
      state: z.enum(['open', 'extended', 'over']),
      closes_at: nullableTime,
      afterwards: z.enum(['nothing', 'template']),
    })
    .nullable(),
  /**
   * The other program of the business that answers this conversation, as far as the provider told; `inbox` is the provider's
   * own. What is sent while it does may be refused. Null where this gateway may answer.
   */
  held_by: z.object({ kind: z.enum(['inbox', 'app']), id: z.string().nullable(), since: time }).nullable(),
  /** What the channel takes, so that nobody waits for a refusal; null where its provider is not known any more. */
  limits: z
    .object({
      text_characters: z.int(),
      /** Null where more files become more messages. */
      files: z.int().nullable(),
      file_bytes: z.int(),
      /** Other than `file_bytes` for some types (`image/*` too); the first that fits counts. */
      file_bytes_of: z.record(z.string(), z.int()),
      /** Of all files of a message together. */
      file_bytes_total: z.int().nullable(),
      /** MIME types or `image/*` forms; null where the provider decides. */
      file_types: z.array(z.string()).nullable(),
    })
    .nullable(),
  /** What the channel's messages can be besides text, files and templates. */
  takes: z.array(z.enum(['location', 'reaction', 'reply'])),
  /** What the asking person may do now. Nobody's message goes to a contact who opted out, whatever `write` says. */
  can: z.object({
    write: z.boolean(),
    pick_up: z.boolean(),
    transfer: z.boolean(),
    close: z.boolean(),
    opt_in: z.boolean(),
    /** Take the conversation from the program that holds it. */
    take_over: z.boolean(),
  }),
  opened_at: time,
  closed_at: nullableTime,
  last_activity_at: time,
})
export type Conversation = z.infer<typeof conversation>

const boxTotal = z.object({ open: z.int(), unread: z.int() })
/** Open conversations and messages not read, of those the asking person owns and those that nobody owns. */
export const conversationTotals = z.object({ mine: boxTotal, queue: boxTotal })
export type ConversationTotals = z.infer<typeof conversationTotals>

export const newMessage = z.strictObject({
  text: z.string().max(20_000).optional(),
  media: z.array(id).max(20).optional(),
  template: templateDraft.optional(),
  location: location.optional(),
  /** The message that this one answers. */
  reply_to: id.optional(),
  client_ref: z.string().min(1).max(100).optional(),
  /** The last event the writer had seen; a reply to an older state of the thread is refused with what came since. */
  seen_event_id: z.int().nonnegative().optional(),
})
export type NewMessage = z.infer<typeof newMessage>

export const newConversation = z.strictObject({
  sender_id: id,
  to: z.string().trim().min(1).max(150),
  text: z.string().max(20_000).optional(),
  media: z.array(id).max(20).optional(),
  template: templateDraft.optional(),
  location: location.optional(),
  /** The message that this one answers; of the open conversation with that contact, where there is one. */
  reply_to: id.optional(),
  client_ref: z.string().min(1).max(100).optional(),
})
export type NewConversation = z.infer<typeof newConversation>
export const startedConversation = z.object({ conversation, message, others: z.array(message) })

/** The first message of a call, and the others that its files and texts had to be sent as. */
export const acceptedMessage = message.extend({ others: z.array(message) })

/** Null takes the reaction back. */
export const newReaction = z.strictObject({ emoji: emoji.nullable() })

export const transfer = z.strictObject({ destination })

/** What happened to a conversation besides its messages. */
export const timelineEntry = z.object({
  id: z.int(),
  type: z.string(),
  at: time,
  actor: z.object({ id, name: z.string() }).nullable(),
  /**
   * `picked_up`, `transferred`, `owner_left` (the owner was switched off), `idle`, `opted_out`, `opted_in`, `activity` (the
   * contact followed a link or opted in), `profile` (the vendor told name and picture), `new_address`, `marketing_stopped`,
   * `marketing_resumed` or `control_moved` (another program of the business answers now, or this one again).
   */
  reason: z.string().nullable(),
  /**
   * Who says that the contact opted out or in: `contact`, `vendor` (the carrier) or `extension` (the actor). Of control, who
   * answers: `us`, `inbox` (the provider's own) or `app` (another program).
   */
  source: z.string().nullable(),
  /** More of it: the link that was followed, the old and the new address, the other program's id. */
  detail: z.string().nullable(),
  /** Where it went, by name. */
  to: z.string().nullable(),
})
export type TimelineEntry = z.infer<typeof timelineEntry>
