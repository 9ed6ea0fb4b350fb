import { z } from 'zod'
import { id, time } from './common.ts'

/** One thing that was said about whether a contact may be written to from a business address; the newest counts. */
export const consent = z.object({
  id,
  state: z.enum(['in', 'out']),
  /** `contact`: they wrote the words. `vendor`: the carrier refused a message with them. `extension`: a person noted it. */
  source: z.enum(['contact', 'vendor', 'extension']),
  words: z.string(),
  at: time,
  actor: z.object({ id, name: z.string() }).nullable(),
})
export type Consent = z.infer<typeof consent>

/** `words`: how the contact asked for it, for the record. */
export const newConsent = z.strictObject({
  state: z.enum(['in', 'out']),
  words: z.string().trim().min(1).max(500),
})
export type NewConsent = z.infer<typeof newConsent>

/** A contact who wants no messages from a business address, as things stand; `sender` is the one that they said it to. */
export const optOut = z.object({
  ...consent.omit({ state: true }).shape,
  sender: z.object({ id, address: z.string(), channel_id: id, channel_name: z.string() }),
  contact: z.object({ id, name: z.string().nullable(), address: z.string() }),
})
export type OptOut = z.infer<typeof optOut>
