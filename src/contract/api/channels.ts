import { z } from 'zod'
import { channelStatuses } from '../provider.ts'
import { destination, givenName, id, nullableTime, time } from './common.ts'

const localText = z.object({ en: z.string(), zh: z.string() })
const settingValue = z.union([z.string().max(4096), z.number(), z.boolean(), z.null()])

/** One field of a settings form; mirrors `SettingField`. */
export const settingField = z.object({
  name: z.string(),
  type: z.enum(['text', 'url', 'number', 'boolean', 'choice', 'networks']),
  label: localText,
  help: localText,
  where: localText.nullable(),
  secret: z.boolean(),
  required: z.boolean(),
  default: z.union([z.string(), z.number(), z.boolean()]).nullable(),
  pattern: z.string().nullable(),
  /** What the pattern wants, in words. */
  form: localText.nullable(),
  max_length: z.int().nullable(),
  min: z.number().nullable(),
  max: z.number().nullable(),
  unit: z.string().nullable(),
  /** Fields of one group stand together in a form. */
  group: z.enum(['sending', 'opt_out', 'webhook']),
  choices: z.array(z.object({ value: z.string(), label: localText })).nullable(),
})
export type ApiSettingField = z.infer<typeof settingField>

export const providerInfo = z.object({
  id: z.string(),
  name: z.string(),
  summary: localText,
  /** What a sender's address is, where it is not a number. */
  sender_help: localText.nullable(),
  starts: z.enum(['business', 'contact']),
  /** Whether its accounts have message templates. */
  templates: z.boolean(),
  fields: z.array(settingField),
  channel_settings: z.array(settingField),
  limits: z.object({
    messages_per_second: z.number(),
    text_characters: z.int(),
    media_per_message: z.int(),
    media_bytes: z.int(),
    media_types: z.array(z.string()).nullable(),
  }),
  /** The page about this provider: a path on the gateway. */
  docs_url: z.string(),
})
export type ProviderInfo = z.infer<typeof providerInfo>

export const sender = z.object({
  id,
  channel_id: id,
  address: z.string(),
  /** What the provider calls it, where it says so: people see this in place of the address. */
  name: z.string().nullable(),
  destination: destination.nullable(),
  /** Extensions that may open conversations from this sender; supervisors and administrators always may. */
  starters: z.array(id),
  /** A second channel with the same number, for messages that this one cannot hand over after three tries. */
  failover_channel_id: id.nullable(),
  active: z.boolean(),
})
export type Sender = z.infer<typeof sender>

/** A sender that the asking person may open conversations from. */
export const startableSender = z.object({
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
  /** What a conversation may be opened with. */
  opens_with: z.enum(['text', 'template']),
})
export type StartableSender = z.infer<typeof startableSender>

export const newSender = z.strictObject({
  address: z.string().trim().min(1).max(64),
  destination: destination.nullable().default(null),
  starters: z.array(id).max(500).default([]),
  failover_channel_id: id.nullable().optional(),
})
export type NewSender = z.infer<typeof newSender>
export const senderPatch = z.strictObject({
  destination: destination.nullable().optional(),
  starters: z.array(id).max(500).optional(),
  /** Null switches it off. */
  failover_channel_id: id.nullable().optional(),
  active: z.boolean().optional(),
})
export type SenderPatch = z.infer<typeof senderPatch>

/**
 * Something that the provider tells of the account, or that is known of the version of its interface; `warning` where the
 * administrator has to do something about it. The provider's own words are the same in both languages.
 */
export const channelFact = z.object({ label: localText, value: localText, warning: z.boolean() })

/** The last look for messages that the vendor took in and no webhook brought. */
export const missed = z.object({
  checked_at: nullableTime,
  /** Messages that the vendor listed, and how many of them were not here yet. */
  found: z.int().nullable(),
  new: z.int().nullable(),
  /** Why the vendor could not be asked, in a sentence. */
  error: z.string().nullable(),
})
export type Missed = z.infer<typeof missed>
export const findMissed = z
  .strictObject({
    /** From when on; the last 24 hours unless given. */
    since: time.optional(),
  })
  .prefault({})

/** Where the last fetch failed, what was fetched before stays and can be sent. */
export const templatesState = z.object({
  /** When they were last fetched; null where they never were. */
  synced_at: nullableTime,
  /** Why the last fetch failed, in the provider's words; null where it did not. */
  problem: z.string().nullable(),
})
export type TemplatesState = z.infer<typeof templatesState>

export const channel = z.object({
  id,
  name: z.string(),
  provider: z.string(),
  active: z.boolean(),
  webhook_url: z.string(),
  /** What proves a webhook, and the addresses and networks from which alone they are taken (any where there are none). */
  protection: z.object({
    level: z.enum(['signed', 'login', 'secret_url']),
    detail: localText,
    only_from: z.array(z.string()),
  }),
  settings: z.record(z.string(), settingValue),
  /** Names of the secrets that are set, each with its last four characters; never the values. */
  credentials: z.record(
    z.string(),
    z.object({
      set: z.boolean(),
      ends_with: z.string().nullable(),
      /** Until when the value before this one still proves webhooks. */
      former_until: nullableTime,
    }),
  ),
  status: z.enum(channelStatuses),
  status_detail: z.string().nullable(),
  /** What the last check told. */
  facts: z.array(channelFact),
  /** What the provider last told by itself that an administrator must know, in its words; null once it was dismissed. */
  notice: z.object({ detail: z.string(), at: time }).nullable(),
  /** The last fetch of the message templates; null where the provider has none. */
  templates: templatesState.nullable(),
  checked_at: nullableTime,
  last_inbound_at: nullableTime,
  last_outbound_at: nullableTime,
  lane: z.object({
    /** Messages waiting now. */
    waiting: z.int(),
    /** How long the oldest has waited past its due time, in milliseconds. */
    oldest_waiting_ms: z.int().nullable(),
    messages_per_second: z.number(),
    /** Null where messages with files share the one rate. */
    media_messages_per_second: z.number().nullable(),
  }),
  /** Null where the vendor lists no messages. */
  missed: missed.nullable(),
  quarantined: z.int(),
  /** Refused webhooks of today that were counted but not kept: the day's limit for this channel is reached. */
  quarantine_dropped: z.int(),
  senders: z.array(sender),
  created_at: time,
})
export type ApiChannel = z.infer<typeof channel>

/** Provider fields may stand in either map; each goes where its `secret` mark says. A null removes a value. */
export const newChannel = z.strictObject({
  name: givenName,
  provider: z.string().max(40),
  credentials: z.record(z.string(), settingValue).default({}),
  settings: z.record(z.string(), settingValue).default({}),
  active: z.boolean().default(true),
})
export type NewChannel = z.infer<typeof newChannel>
export const channelPatch = z.strictObject({
  name: givenName.optional(),
  credentials: z.record(z.string(), settingValue).optional(),
  settings: z.record(z.string(), settingValue).optional(),
  active: z.boolean().optional(),
  /** For so many hours webhooks may also be proved with the secrets that this call replaces. Not at all unless given. */
  keep_former_hours: z.number().min(0).max(168).optional(),
})
export type ChannelPatch = z.infer<typeof channelPatch>

/** `at`: of the notice that was read. One that came later stays. */
export const dismissNotice = z.strictObject({ at: time })

export const channelCheck = z.object({
  status: z.enum(channelStatuses),
  detail: z.string(),
  facts: z.array(channelFact),
  checked_at: time,
})

export const senderCounts = z.object({
  sender_id: id,
  address: z.string(),
  channel_id: id,
  sent: z.int(),
  succeeded: z.int(),
  failed: z.int(),
  received: z.int(),
})
export type SenderCounts = z.infer<typeof senderCounts>

export const quarantined = z.object({
  id,
  channel_id: id,
  channel_name: z.string(),
  provider: z.string(),
  received_at: time,
  code: z.string(),
  detail: z.string(),
  state: z.enum(['quarantined', 'released', 'discarded']),
  bytes: z.int(),
  method: z.string(),
  /** The IP address it came from; null where that is not known. */
  remote_address: z.string().nullable(),
  headers: z.record(z.string(), z.string()),
  /** The body as text where it is text; otherwise its first bytes in hexadecimal. */
  body_preview: z.string(),
  body_is_text: z.boolean(),
})
export type Quarantined = z.infer<typeof quarantined>

/** `override`: accept in spite of the signature, on the administrator's own judgement. The body must still be readable. */
export const release = z.strictObject({ override: z.boolean().default(false) }).prefault({})

/** `messages`: how many new messages the release brought in. */
export const released = z.object({ id, state: z.literal('released'), messages: z.int() })
