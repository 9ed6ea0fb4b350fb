import { z } from 'zod'
import { id, time } from './common.ts'
import { location } from './content.ts'

/**
 * Why a template cannot be sent: what the provider did with it; `not_approved` for what else the provider calls it;
 * `unsupported_parts` where it has parts that cannot be sent from here.
 */
export const unsendableCodes = [
  'pending',
  'in_appeal',
  'rejected',
  'paused',
  'disabled',
  'archived',
  'pending_deletion',
  'deleted',
  'limit_exceeded',
  'not_approved',
  'unsupported_parts',
] as const

/** A message template as the vendor keeps it, and whether it can be sent now. */
export const template = z.object({
  id,
  name: z.string(),
  language: z.string(),
  category: z.string(),
  /** The vendor's word: only `approved` can be sent. */
  status: z.string(),
  sendable: z.boolean(),
  /** Why it cannot be sent; `detail`: the provider's own word for the cause, or for the parts. */
  reason: z.object({ code: z.enum(unsendableCodes), detail: z.string().nullable() }).nullable(),
  header: z
    .discriminatedUnion('format', [
      z.object({ format: z.literal('text'), text: z.string() }),
      z.object({ format: z.enum(['image', 'video', 'document', 'location']) }),
    ])
    .nullable(),
  body: z.string(),
  footer: z.string().nullable(),
  buttons: z.array(
    z.object({
      type: z.enum(['quick_reply', 'url', 'phone', 'copy_code', 'other']),
      text: z.string(),
      url: z.string().optional(),
      phone: z.string().optional(),
      name: z.string().optional(),
      /** How many characters a code may have. */
      longest: z.int().optional(),
    }),
  ),
  /** The keys to be filled in, in the order in which a person reads them: `header.1`, `body.first_name`, `button.0`. */
  parameters: z.array(z.string()),
})
export type UnsendableCode = (typeof unsendableCodes)[number]
export type ApiTemplate = z.infer<typeof template>

/** A template to be sent. A file of the header is the message's one file. */
export const templateDraft = z.strictObject({
  id,
  values: z.record(z.string().max(200), z.string().max(4_000)).default({}),
  location: location.optional(),
})

/** `problem`: why they could not be fetched; those fetched before stay. */
export const templateSync = z.object({ count: z.int(), problem: z.string().nullable(), synced_at: time })
export type TemplateSync = z.infer<typeof templateSync>
