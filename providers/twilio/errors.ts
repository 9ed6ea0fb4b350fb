import { z } from 'zod'
import type { FailureCode, FailureDetail } from '../../src/contract/failures.ts'
import { readJson } from '../../src/lib/json-body.ts'
import { vendorWords } from '../../src/lib/vendor-words.ts'

/**
 * Twilio's codes, in answers (1xxxx, 2xxxx) and in status callbacks (3xxxx).
 * Source: www.twilio.com/docs/api/errors and public copies of that dictionary, read 2026-11-21.
 */
const meanings: Readonly<Partial<Record<FailureCode, readonly number[]>>> = {
  invalid_number: [21211, 21214, 21217, 21401, 21614, 30005, 30006],
  invalid_parameter: [
    ...[20001, 20413, 20422, 21212, 21601, 21602, 21603, 21604, 21606, 21609, 21616, 21617, 21619],
    ...[21623, 21624, 21701, 21703, 21704, 21705, 21709, 21910],
  ],
  send_failed: [21612, 21618, 30004, 30007, 30450],
  media_type_refused: [12300, 21620, 30011],
  media_too_large: [11751, 30019],
  authentication_failed: [20003],
  permission_denied: [20005, 20006, 20008, 20403, 21408, 21608, 21621, 21622, 30002],
  opted_out: [21610],
  too_frequent: [14107, 20429, 21611, 30001, 30022, 30023, 30027, 63018, 63038],
  sender_not_registered: [30018, 30024, 30032, 30034, 30035],
  delivery_failed: [30003, 30008, 30410],
  provider_unavailable: [30017],
}

const codes: ReadonlyMap<string, FailureCode> = new Map(
  Object.entries(meanings).flatMap(([code, vendors]) =>
    vendors.map((vendor) => [String(vendor), code as FailureCode] as const),
  ),
)

export interface TwilioError {
  readonly code?: string | undefined
  readonly words: string
}

const word = z.string().nullish().catch(undefined)
const answer = z.object({
  code: z
    .union([z.string().min(1), z.int()])
    .transform(String)
    .nullish()
    .catch(undefined),
  message: word,
  title: word,
  detail: word,
})

/** The error in an answer, in the old form (`code`, `message`) or that of RFC 9457 (`code`, `title`, `detail`). */
export function readError(status: number, body: Uint8Array): TwilioError {
  const json = readJson(body)
  const parsed = answer.safeParse(json.ok ? json.value : undefined)
  const { code, message, title, detail } = parsed.data ?? {}
  const words = [message ?? title, detail].filter((part) => part).join(': ')
  return code || words
    ? { code: code ?? `HTTP ${status}`, words }
    : { code: `HTTP ${status}`, words: Buffer.from(body.subarray(0, 2000)).toString('utf8') }
}

/** An error as ours, with Twilio's code and words. Codes outside the list, and none at all, become `otherwise`. */
export function failureOf(
  { code, words }: TwilioError,
  otherwise: FailureCode,
  secrets: readonly (string | undefined)[],
): FailureDetail {
  return {
    code: (code && codes.get(code)) || otherwise,
    ...(code ? { vendorCode: vendorWords(code, secrets) } : {}),
    ...(words ? { vendorText: vendorWords(words, secrets) } : {}),
  }
}
