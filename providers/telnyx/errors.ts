import { z } from 'zod'
import type { FailureCode, FailureDetail } from '../../src/contract/failures.ts'
import { readJson } from '../../src/lib/json-body.ts'
import { vendorWords } from '../../src/lib/vendor-words.ts'

/**
 * Telnyx's codes, in answers (1xxxx, 2xxxx) and in `message.finalized` (4xxxx). The same code comes under several HTTP
 * statuses. Sources: developers.telnyx.com/development/api-fundamentals/api-errors, …/docs/messaging/messages/error-codes
 * and Telnyx's support list of messaging errors, read 2026-11-21.
 */
const meanings: Readonly<Partial<Record<FailureCode, readonly number[]>>> = {
  invalid_number: [10001, 10002, 10016, 40001, 40012, 40310],
  invalid_parameter: [
    ...[10003, 10004, 10006, 10015, 10027, 40009, 40013, 40305, 40306, 40308, 40311, 40313, 40316, 40319],
  ],
  send_failed: [40002, 40003, 40004, 40008, 40015, 40017, 40321, 40322],
  delivery_failed: [40005, 40014],
  media_type_refused: [10014, 40301, 40317],
  media_too_large: [40302, 40328],
  authentication_failed: [10009, 20002, 20006],
  permission_denied: [
    ...[10010, 20012, 20013, 20014, 20015, 20016, 20017, 20100, 40100, 40309, 40312, 40314, 40333],
  ],
  opted_out: [40300],
  too_frequent: [10011, 40011, 40016, 40018, 40318],
  sender_not_registered: [40010, 40329],
  provider_unavailable: [10007, 40006, 40315, 40320],
}

const codes: ReadonlyMap<string, FailureCode> = new Map(
  Object.entries(meanings).flatMap(([code, vendors]) =>
    vendors.map((vendor) => [String(vendor), code as FailureCode] as const),
  ),
)

const word = z.string().nullish().catch(undefined)

/** `errors[]`; in receipts an entry may lack its code. */
export const apiErrors = z
  .array(
    z.object({
      code: z
        .union([z.string().min(1), z.int()])
        .transform(String)
        .nullish()
        .catch(undefined),
      title: word,
      detail: word,
    }),
  )
  .min(1)

export type ApiError = z.infer<typeof apiErrors>[number]

/** The first error in an answer; undefined where it has none in Telnyx's form. */
export function readError(body: Uint8Array): ApiError | undefined {
  const json = readJson(body)
  return z.object({ errors: apiErrors }).safeParse(json.ok ? json.value : undefined).data?.errors[0]
}

/** Telnyx's own pages differ on which code says that somebody texted STOP; the words do not. */
const saysStop = /\bSTOP\b|\bopt(ed|s)?[- ]?out\b/i

/** An error as ours, with Telnyx's code and words. Codes outside the list, and none at all, become `otherwise`. */
export function failureOf(
  error: ApiError | undefined,
  otherwise: FailureCode,
  secrets: readonly (string | undefined)[],
): FailureDetail {
  if (!error) return { code: otherwise }
  const words = [error.title, error.detail].filter((part) => part).join(': ')
  return {
    code: saysStop.test(words) ? 'opted_out' : (error.code && codes.get(error.code)) || otherwise,
    ...(error.code ? { vendorCode: vendorWords(error.code, secrets) } : {}),
    ...(words ? { vendorText: vendorWords(words, secrets) } : {}),
  }
}
