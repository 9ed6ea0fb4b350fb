import { z } from 'zod'
import type { FailureCode } from '../../src/contract/failures.ts'
import { readJson } from '../../src/lib/json-body.ts'

/**
 * Bandwidth's error in an answer. `known` is false where the body is not one of the API's: a proxy's page, say.
 * Source: Bandwidth/api-docs errors.mdx, and bandwidth.yml (createMessageRequestError), read 2026-11-21.
 */
export interface BandwidthError {
  readonly known: boolean
  readonly code: string
  readonly words: string
  readonly fields: readonly { readonly fieldName: string; readonly description: string }[]
}

const word = z.string().nullish().catch(undefined)
const answer = z.object({
  type: word,
  description: word,
  fieldErrors: z
    .array(z.object({ fieldName: z.string().default(''), description: z.string().default('') }))
    .nullish()
    .catch(undefined),
  // The form of the framework under it (wrong path), and of the token call.
  error: word,
  error_description: word,
  message: word,
})

export function readError(status: number, body: Uint8Array): BandwidthError {
  const json = readJson(body)
  const parsed = answer.safeParse(json.ok ? json.value : undefined)
  const { type, description, fieldErrors, error, error_description, message } = parsed.data ?? {}
  const fields = fieldErrors ?? []
  const code = type ?? error
  if (!code) {
    const words = Buffer.from(body.subarray(0, 2000)).toString('utf8')
    return { known: false, code: `HTTP ${status}`, words, fields }
  }
  const told = fields.map((field) => `${field.fieldName}: ${field.description}`)
  const words = [description ?? error_description ?? message, ...told].filter(Boolean).join(' · ')
  return { known: Boolean(type), code, words, fields }
}

/** What a refusal means. The status says more than `type`: 401 and 429 have been seen with `request-validation`. */
export function meaningOf(status: number, error: BandwidthError): FailureCode {
  if (status === 401) return 'authentication_failed'
  if (status === 403) return 'permission_denied'
  if (status === 429) return 'too_frequent'
  if (status >= 500) return 'provider_unavailable'
  if (error.code === `HTTP ${status}`) return 'send_failed'
  const field = (name: string) => error.fields.find(({ fieldName }) => fieldName.startsWith(name))
  if (field('to')) return 'invalid_number'
  const media = field('media')
  if (media) return /size|large|bytes/i.test(media.description) ? 'media_too_large' : 'media_type_refused'
  return 'invalid_parameter'
}

/** Source of the codes: Bandwidth/api-docs errors.mdx (November 2023, the newest that could be read whole), read 2026-11-21. */
const deliveryMeanings: Readonly<Partial<Record<FailureCode, readonly number[]>>> = {
  invalid_number: [4303, 4404, 4406, 4408, 4720, 4721],
  invalid_parameter: [4301, 4302, 4350, 4405, 4407, 4435, 4451, 4452, 4740],
  media_type_refused: [4409, 4410, 4412, 4712],
  media_too_large: [4411, 4711, 4751],
  permission_denied: [4403, 4431, 4432, 4433, 4434, 4493],
  opted_out: [4775],
  sender_not_registered: [4773, 4774, 4795],
  too_frequent: [4780, 4781, 4785],
}

const deliveryCodes: ReadonlyMap<number, FailureCode> = new Map(
  Object.entries(deliveryMeanings).flatMap(([code, vendors]) =>
    vendors.map((vendor) => [vendor, code as FailureCode] as const),
  ),
)

/**
 * What `errorCode` of a `message-failed` callback means. Codes that begin with 5 are faults of Bandwidth's or the carrier's;
 * all others, spam filters and unreachable handsets among them, are a delivery that failed.
 */
export function deliveryMeaning(code: number | undefined): FailureCode {
  if (code === undefined) return 'delivery_failed'
  return (
    deliveryCodes.get(code) ?? (Math.floor(code / 1000) === 5 ? 'provider_unavailable' : 'delivery_failed')
  )
}

/** No receipt came in about two hours: the message may well have arrived. */
export const noReceiptInTime = 9902
