import { z } from 'zod'
import { type FailureCode, type FailureDetail, failures } from '../../contract/failures.ts'
import type { HttpResult } from '../../contract/io.ts'
import type { SendOutcome } from '../../contract/outbound.ts'
import { readJson } from '../json-body.ts'
import { retryAfterMs } from '../retry-after.ts'
import { vendorWords } from '../vendor-words.ts'

export type GraphAnswer = Extract<HttpResult, { kind: 'answer' }>
type Secrets = readonly (string | undefined)[]

/** What a Graph error means for a message; `unknown` where it may have been sent all the same. */
export type Meaning = FailureCode | 'unknown'
/** By `code/subcode`, or by `code` for every other subcode. */
export type Meanings = ReadonlyMap<string, Meaning>

export interface GraphError {
  readonly code: number
  readonly subcode: number | undefined
  /** Meta's own words, the plainest last. */
  readonly words: string
  readonly transient: boolean
}

const number = z.coerce.number().int().nullish().catch(undefined)
const word = z.string().nullish().catch(undefined)
const answer = z.object({
  error: z.object({
    code: z.coerce.number().int(),
    error_subcode: number,
    message: word,
    error_user_title: word,
    error_user_msg: word,
    error_data: z.object({ details: word }).nullish().catch(undefined),
    is_transient: z.boolean().nullish().catch(undefined),
  }),
})

/**
 * The error in an answer, whatever its status: Meta has answered 200 with an error, and its statuses vary.
 * Source: developers.facebook.com/docs/graph-api/guides/error-handling, read 2026-11-21.
 */
export function readGraphError(body: Uint8Array): GraphError | undefined {
  const json = readJson(body)
  const parsed = answer.safeParse(json.ok ? json.value : undefined)
  if (!parsed.success) return undefined
  const { code, error_subcode, message, error_user_title, error_user_msg, error_data, is_transient } =
    parsed.data.error
  const words = [message, error_data?.details, error_user_title, error_user_msg]
  return {
    code,
    subcode: error_subcode ?? undefined,
    words: [...new Set(words.filter(Boolean))].join(' · '),
    transient: is_transient === true,
  }
}

/** Codes that mean the same all over the Graph API; ranges below. Source: as above. */
const common: Meanings = new Map<string, Meaning>([
  ['1', 'unknown'],
  ['2', 'provider_unavailable'],
  ['3', 'permission_denied'],
  ['4', 'too_frequent'],
  ['10', 'permission_denied'],
  ['17', 'too_frequent'],
  ['32', 'too_frequent'],
  ['33', 'permission_denied'],
  ['100', 'invalid_parameter'],
  ['100/33', 'permission_denied'],
  ['102', 'authentication_failed'],
  ['190', 'authentication_failed'],
  ['341', 'too_frequent'],
  ['368', 'permission_denied'],
  ['613', 'too_frequent'],
])

function meaningOf(error: GraphError, meanings: Meanings): Meaning {
  const { code, subcode, transient } = error
  const known = (key: string) => meanings.get(key) ?? common.get(key)
  const found = (subcode === undefined ? undefined : known(`${code}/${subcode}`)) ?? known(String(code))
  if (found) return found
  if (code > 200 && code < 300) return 'permission_denied'
  if (code === 200) return 'permission_denied'
  if (code >= 80_000 && code < 80_100) return 'too_frequent'
  return transient ? 'provider_unavailable' : 'send_failed'
}

/** Meta's code as it is shown: `10/2018278`, or `190`. */
export const vendorCodeOf = ({ code, subcode }: GraphError) =>
  subcode === undefined ? String(code) : `${code}/${subcode}`

/** A Graph error as ours, outside the answer to a send: in a status webhook. */
export function failureOf(error: GraphError, meanings: Meanings, secrets: Secrets): FailureDetail {
  const meaning = meaningOf(error, meanings)
  return {
    code: meaning === 'unknown' ? 'send_failed' : meaning,
    vendorCode: vendorCodeOf(error),
    vendorText: vendorWords(error.words, secrets),
  }
}

/**
 * What an answer without a message's id means for the message. An error of the Graph API says that nothing was sent, but
 * for code 1, which Meta also answers for sends that went through. Where Meta's application gave no answer of its own, 5xx
 * and a strange 2xx leave the outcome unknown.
 */
export function refusalOutcome(
  result: GraphAnswer,
  meanings: Meanings,
  secrets: Secrets,
  now: number,
): SendOutcome {
  const error = readGraphError(result.body)
  if (!error) return bareOutcome(result, secrets, now)
  const failure = failureOf(error, meanings, secrets)
  if (meaningOf(error, meanings) === 'unknown') {
    return { kind: 'unknown', failure: { ...failure, code: 'outcome_unknown' } }
  }
  return notSent(failure, result, now)
}

function bareOutcome(result: GraphAnswer, secrets: Secrets, now: number): SendOutcome {
  const { status, body } = result
  const vendorText = vendorWords(Buffer.from(body.subarray(0, 2000)).toString('utf8'), secrets)
  const detail = { vendorCode: `HTTP ${status}`, ...(vendorText ? { vendorText } : {}) }
  if (status < 300 || status >= 500) {
    return { kind: 'unknown', failure: { code: 'outcome_unknown', ...detail } }
  }
  return notSent({ code: codesByStatus[status] ?? 'send_failed', ...detail }, result, now)
}

const codesByStatus: Readonly<Record<number, FailureCode>> = {
  401: 'authentication_failed',
  403: 'permission_denied',
  413: 'media_too_large',
  429: 'too_frequent',
}

function notSent(failure: FailureDetail, { headers }: GraphAnswer, now: number): SendOutcome {
  if (failures[failure.code].again !== 'later') return { kind: 'rejected', failure }
  return { kind: 'retry', failure, afterMs: retryAfterMs(headers['retry-after'], now) }
}
