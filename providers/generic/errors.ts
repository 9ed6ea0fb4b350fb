import { z } from 'zod'
import type { FailureCode, FailureDetail } from '../../src/contract/failures.ts'
import { readJson } from '../../src/lib/json-body.ts'
import { vendorWords } from '../../src/lib/vendor-words.ts'

/** The API's error codes. Source: the generic SMS API, read 2026-11-21. */
export const errorCodes: ReadonlyMap<string, FailureCode> = new Map([
  ['10001', 'invalid_number'],
  ['10002', 'invalid_parameter'],
  ['10003', 'media_type_refused'],
  ['10004', 'authentication_failed'],
  ['10005', 'authentication_failed'],
  ['10006', 'too_frequent'],
  ['10007', 'provider_unavailable'],
  ['10008', 'media_too_large'],
])

const word = z.union([z.string(), z.number()]).transform(String).nullish()

/** `errors[].{code,title,detail}`. The code is what makes an error a formatted one. */
export const apiErrors = z
  .array(
    z.object({ code: z.union([z.string().min(1), z.number()]).transform(String), title: word, detail: word }),
  )
  .min(1)

export type ApiError = z.infer<typeof apiErrors>[number]

const answer = z.object({
  data: z
    .object({ id: z.union([z.string(), z.int()]).transform(String) })
    .nullish()
    .catch(undefined),
  errors: apiErrors.nullish().catch(undefined),
})

/** What an answer of the API says: the message's id, the first formatted error, both undefined where it is neither. */
export function readAnswer(body: Uint8Array): { id?: string | undefined; error?: ApiError | undefined } {
  const json = readJson(body)
  if (!json.ok) return {}
  const parsed = answer.safeParse(json.value)
  if (!parsed.success) return {}
  const id = parsed.data.data?.id
  return { id: id && id.length <= 255 ? id : undefined, error: parsed.data.errors?.[0] }
}

/** A formatted error as ours, with the vendor's code and words. Codes outside the list become `otherwise`. */
export function failureOf(
  error: ApiError,
  otherwise: FailureCode,
  secrets: readonly (string | undefined)[],
): FailureDetail {
  const words = [error.title, error.detail].filter((part) => part).join(': ')
  return {
    code: errorCodes.get(error.code) ?? otherwise,
    vendorCode: vendorWords(error.code, secrets),
    vendorText: vendorWords(words, secrets),
  }
}
