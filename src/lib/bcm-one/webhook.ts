import { z } from 'zod'
import type { InboundReceipt } from '../../contract/inbound.ts'
import type { InboundMedia } from '../../contract/inbound-media.ts'
import { withCountryCode } from '../bare-number.ts'
import { vendorWords } from '../vendor-words.ts'
import { firstIssue, wireText } from '../wire-text.ts'

/**
 * The JSON:API bodies that Flowroute and SIPTRUNK, sister companies under BCM One, post. They differ in where a message's id
 * stands, and that is left to the two providers.
 * Sources: developer.flowroute.com (receive-an-sms, receive-an-mms, receive-a-dlr), flowroute-sdk-v3, and the fields that
 * simontelephonics/smsconnector reads for both; read 2026-11-21.
 */
export type BcmOneWebhook =
  | {
      readonly kind: 'message'
      /** `data.id` and `data.message_id`. */
      readonly id: string | undefined
      readonly messageId: string | undefined
      readonly from: string
      readonly to: string
      readonly text: string | undefined
      readonly media: readonly InboundMedia[]
      /** `inbound` where the carrier says which. */
      readonly direction: string | undefined
      readonly timestamp: string | undefined
    }
  | {
      readonly kind: 'receipt'
      readonly id: string | undefined
      readonly messageId: string | undefined
      /** The carrier's words in lower case. */
      readonly status: string
      readonly failure: Pick<NonNullable<InboundReceipt['failure']>, 'vendorCode' | 'vendorText'>
      readonly timestamp: string | undefined
    }
  | { readonly kind: 'other'; readonly type: string }
  | { readonly kind: 'wrong'; readonly detail: string }

const id = z
  .union([wireText.pipe(z.string().max(255, 'longer than 255 characters')), z.int().transform(String)])
  .nullish()
  .transform((value) => value || undefined)
const number = z
  .union([wireText, z.int().transform(String)])
  .pipe(z.string().trim().min(1, 'empty').max(64, 'longer than 64 characters'))
  .transform(withCountryCode)
const optional = wireText.nullish().catch(undefined)

const envelope = z.object({
  data: z.object({
    type: wireText.pipe(z.string().min(1, 'empty').max(200)),
    id,
    message_id: id,
    attributes: z.unknown().optional(),
  }),
  included: z.unknown().optional(),
})

const message = z.object({
  from: number,
  to: number,
  body: wireText.nullish(),
  direction: optional,
  timestamp: optional,
})

const receipt = z.object({
  status: wireText.pipe(z.string().trim().min(1, 'empty').max(100)),
  // A text by the page, a number or null in the SDK's example.
  status_code: z.union([z.string(), z.int()]).transform(String).nullish().catch(undefined),
  status_code_description: optional,
  timestamp: optional,
})

const included = z
  .array(
    z.object({
      type: optional,
      attributes: z.looseObject({ url: z.unknown().optional() }).nullish().catch(undefined),
    }),
  )
  .max(100, 'more than 100')

const file = z.object({
  url: wireText
    .pipe(z.string().max(4096, 'longer than 4096 characters'))
    .refine(URL.canParse, 'not an absolute URL'),
  file_name: wireText.pipe(z.string().max(255)).nullish().catch(undefined),
  mime_type: wireText.pipe(z.string().max(255)).nullish().catch(undefined),
  file_size: z.int().nonnegative().nullish().catch(undefined),
})

/** Reads a webhook's JSON value. Never throws; says what is wrong with one that is not of this form. */
export function readBcmOneWebhook(value: unknown): BcmOneWebhook {
  const outer = envelope.safeParse(value)
  if (!outer.success) return wrong(outer.error)
  const { type, id, message_id: messageId, attributes } = outer.data.data
  const ids = { id, messageId }
  if (type === 'delivery_receipt') {
    const parsed = receipt.safeParse(attributes)
    if (!parsed.success) return wrong(parsed.error, ['data', 'attributes'])
    const { status, status_code, status_code_description, timestamp } = parsed.data
    const vendorText = vendorWords([status, status_code_description].filter(Boolean).join(': '), [])
    return {
      kind: 'receipt',
      ...ids,
      status: status.toLowerCase(),
      failure: { vendorCode: vendorWords(status_code ?? '', []) || undefined, vendorText },
      timestamp: timestamp ?? undefined,
    }
  }
  if (type !== 'message') return { kind: 'other', type }
  const parsed = message.safeParse(attributes)
  if (!parsed.success) return wrong(parsed.error, ['data', 'attributes'])
  const media = filesOf(outer.data.included)
  if ('wrong' in media) return { kind: 'wrong', detail: media.wrong }
  const { from, to, body, direction, timestamp } = parsed.data
  return {
    kind: 'message',
    ...ids,
    from,
    to,
    text: body || undefined,
    media: media.files,
    direction: direction ?? undefined,
    timestamp: timestamp ?? undefined,
  }
}

/** Every included resource with an address, unless it says that it is something else than a file. */
function filesOf(value: unknown): { files: readonly InboundMedia[] } | { wrong: string } {
  const listed = included.nullish().safeParse(value)
  if (!listed.success) return { wrong: firstIssue(listed.error, ['included']) }
  const files: InboundMedia[] = []
  for (const { type, attributes } of listed.data ?? []) {
    if ((type && type !== 'media') || attributes?.url === undefined) continue
    const parsed = file.safeParse(attributes)
    if (!parsed.success) return { wrong: firstIssue(parsed.error, ['included', 'attributes']) }
    const { url, file_name, mime_type, file_size } = parsed.data
    files.push({
      url,
      name: file_name || undefined,
      contentType: mime_type || undefined,
      bytes: file_size ?? undefined,
    })
  }
  return { files }
}

const wrong = (error: z.ZodError, below?: readonly string[]): BcmOneWebhook => ({
  kind: 'wrong',
  detail: firstIssue(error, below),
})
