import { z } from 'zod'
import type { FailureCode } from '../../contract/failures.ts'
import type { HttpResult } from '../../contract/io.ts'
import type { SendOutcome } from '../../contract/outbound.ts'
import { readJson } from '../json-body.ts'
import { retryAfterMs } from '../retry-after.ts'
import { vendorWords } from '../vendor-words.ts'
import { optedOutCode } from './receipt.ts'

type Answer = Extract<HttpResult, { kind: 'answer' }>
type Secrets = readonly (string | undefined)[]

const word = z.union([z.string(), z.number()]).transform(String).nullish().catch(undefined)
const answer = z.object({
  // `id` is a UUID for the carrier's support: no code may be looked for in it.
  errors: z.array(z.object({ title: word, detail: word, code: word, status: word })).min(1),
})

export interface BcmOneError {
  /** False where the body is not the API's: a proxy's page, say. */
  readonly known: boolean
  readonly code: string
  readonly words: string
}

/** Source: developer.flowroute.com/api/errors and flowroute-sdk-v3, read 2026-11-21; of SIPTRUNK no body was found. */
export function readRefusal({ status, body }: Answer): BcmOneError {
  const json = readJson(body)
  const parsed = answer.safeParse(json.ok ? json.value : undefined)
  const error = parsed.data?.errors[0]
  if (!error) {
    const words = Buffer.from(body.subarray(0, 2000)).toString('utf8')
    return { known: false, code: `HTTP ${status}`, words }
  }
  const words = [error.title, error.detail].filter(Boolean).join(': ')
  const code = error.code ?? (isOptOut(words) ? optedOutCode : `HTTP ${status}`)
  return { known: true, code, words }
}

const isOptOut = (words: string) => new RegExp(`\\b${optedOutCode}\\b|opted[ -]?out`, 'i').test(words)

/** What an answer other than 2xx means for the message. */
export function refusalOutcome(result: Answer, secrets: Secrets, now: number): SendOutcome {
  const { status, headers } = result
  const error = readRefusal(result)
  const failure = {
    code: meaningOf(status, error),
    vendorCode: vendorWords(error.code, secrets),
    vendorText: vendorWords(error.words, secrets),
  }
  const afterMs = retryAfterMs(headers['retry-after'], now)
  if (status === 429) return { kind: 'retry', failure, afterMs }
  // 503 with the API's own words, or a time to come back, says that nothing was taken; nothing else from 500 up does.
  if (status === 503 && (error.known || afterMs !== undefined)) return { kind: 'retry', failure, afterMs }
  if (status >= 500 || status < 300)
    return { kind: 'unknown', failure: { ...failure, code: 'outcome_unknown' } }
  return { kind: 'rejected', failure }
}

/** Where the words decide, that is inferred: neither company prints a list of its messaging errors. */
function meaningOf(status: number, { known, code, words }: BcmOneError): FailureCode {
  if (status === 401) return 'authentication_failed'
  if (status === 429) return 'too_frequent'
  if (status >= 500) return 'provider_unavailable'
  if (code === optedOutCode || (known && isOptOut(words))) return 'opted_out'
  if (status === 403)
    return /10DLC|campaign|regist/i.test(words) ? 'sender_not_registered' : 'permission_denied'
  if (status === 413) return 'media_too_large'
  if (!known) return 'send_failed'
  if (/media|file/i.test(words)) {
    if (/byte limit|too large|over .* limit/i.test(words)) return 'media_too_large'
    return status === 422 ? 'media_type_refused' : 'invalid_parameter'
  }
  return namesRecipient.test(words) ? 'invalid_number' : 'invalid_parameter'
}

const namesRecipient =
  /["'`]to["'`]|\bto (?:number|field|address|attribute|is)\b|phone number|recipient|destination/i
