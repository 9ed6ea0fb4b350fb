import { z } from 'zod'
import { digitsOf, personText, wireWord } from '../../src/lib/wire-text.ts'

// Source of the shapes: developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference, read 2026-11-21.
// A message is never lost over a field beside it: what cannot be read counts as missing. Only ids must be right.

/** Text as a person wrote it, without what databases cannot keep. */
export const word = z.preprocess(digitsOf, personText).nullish().catch(undefined)

export const id = wireWord.pipe(z.string().min(1, 'empty').max(255, 'longer than 255 characters'))

/** A list without its entries that cannot be read. */
export const listOf = <T extends z.ZodType>(entry: T) =>
  z
    .array(z.unknown())
    .nullish()
    .catch(undefined)
    .transform((entries) =>
      (entries ?? []).flatMap((one): z.output<T>[] => {
        const parsed = entry.safeParse(one)
        return parsed.success ? [parsed.data] : []
      }),
    )

const part = <T extends z.ZodRawShape>(shape: T) => z.object(shape).nullish().catch(undefined)

export const apiError = z.object({
  code: z.coerce.number().int(),
  title: word,
  message: word,
  details: word,
  error_data: part({ details: word }),
})
export type ApiError = z.output<typeof apiError>

const file = part({
  id: word,
  url: word,
  mime_type: word,
  sha256: word,
  caption: word,
  filename: word,
  voice: z.boolean().nullish().catch(undefined),
})
export type WebhookFile = NonNullable<z.output<typeof file>>

const coordinate = z.coerce.number().nullish().catch(undefined)

const card = z.object({
  name: part({ formatted_name: word, first_name: word, last_name: word }),
  phones: listOf(z.object({ phone: word, wa_id: word })),
  emails: listOf(z.object({ email: word })),
  org: part({ company: word }),
})

const choice = part({ id: word, title: word, description: word })

/** What a message holds, by its type; the message inside an edit has the same. */
export const said = z.object({
  type: word,
  text: part({ body: word }),
  image: file,
  video: file,
  audio: file,
  voice: file,
  document: file,
  sticker: file,
  location: part({ latitude: coordinate, longitude: coordinate, name: word, address: word }),
  contacts: listOf(card),
  interactive: part({
    type: word,
    button_reply: choice,
    list_reply: choice,
    nfm_reply: part({ name: word, body: word, response_json: word }),
  }),
  button: part({ text: word, payload: word }),
  order: part({
    text: word,
    product_items: listOf(
      z.object({ product_retailer_id: word, quantity: coordinate, item_price: word, currency: word }),
    ),
  }),
  unsupported: part({ type: word }),
  errors: listOf(apiError),
})
export type Said = z.output<typeof said>

export const message = said.extend({
  id,
  from: word,
  from_user_id: word,
  from_parent_user_id: word,
  /** Only in echoes. */
  to: word,
  to_user_id: word,
  timestamp: word,
  group_id: word,
  context: part({ id: word }),
  referral: part({
    source_url: word,
    source_id: word,
    source_type: word,
    headline: word,
    body: word,
    ctwa_clid: word,
  }),
  reaction: part({ message_id: word, emoji: word }),
  system: part({
    type: word,
    body: word,
    wa_id: word,
    new_wa_id: word,
    user_id: word,
    parent_user_id: word,
    previous_user_id: word,
    previous_parent_user_id: word,
  }),
  edit: part({ original_message_id: word, message: said }),
  revoke: part({ original_message_id: word }),
})
export type Message = z.output<typeof message>

export const contact = z.object({
  wa_id: word,
  user_id: word,
  parent_user_id: word,
  profile: part({ name: word, username: word }),
})
export type Contact = z.output<typeof contact>

export const status = z.object({
  id,
  status: word,
  timestamp: word,
  recipient_type: word,
  biz_opaque_callback_data: word,
  errors: listOf(apiError),
  /** Both are left out of some statuses; `conversation` of all from v24 on, but for free entry points. */
  pricing: part({
    billable: z.boolean().nullish().catch(undefined),
    pricing_model: word,
    type: word,
    category: word,
  }),
  conversation: part({ id: word, expiration_timestamp: word, origin: part({ type: word }) }),
})
export type Status = z.output<typeof status>

export const preference = z.object({
  wa_id: word,
  user_id: word,
  category: word,
  value: word,
  timestamp: word,
})

/** The value of a change that belongs to one number. Its lists are read one by one: see `parse.ts`. */
export const numberValue = z.object({
  metadata: z.object({ phone_number_id: id }),
  contacts: listOf(contact),
  messages: z.unknown().optional(),
  statuses: z.unknown().optional(),
  message_echoes: z.unknown().optional(),
  user_preferences: z.unknown().optional(),
  errors: listOf(apiError),
})

export const list = z.array(z.unknown())

/** The outermost of a webhook; its entries and their changes are read one by one, so that none holds up the others. */
export const envelope = z.object({
  object: wireWord.pipe(z.string().min(1, 'empty').max(255)),
  entry: list,
})
export const entry = z.object({ changes: list })
export const change = z.object({ field: wireWord.pipe(z.string().max(255)), value: z.unknown().optional() })

const dayMs = 86_400_000
const earliest = Date.UTC(2000, 0, 1)

/** Seconds since 1970, or milliseconds where they are that many, as milliseconds; `now` where it cannot be true. */
export function timeOf(written: string | null | undefined, now: number): number {
  const number = Number(written ?? Number.NaN)
  const at = Math.round(number > 1e12 ? number : number * 1000)
  return at >= earliest && at <= now + dayMs ? at : now
}
