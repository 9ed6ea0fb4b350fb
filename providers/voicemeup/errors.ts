import type { FailureCode } from '../../src/contract/failures.ts'
import type { HttpResult } from '../../src/contract/io.ts'
import type { SendOutcome } from '../../src/contract/outbound.ts'
import { retryAfterMs } from '../../src/lib/retry-after.ts'
import { vendorWords } from '../../src/lib/vendor-words.ts'

type Reply = Extract<HttpResult, { kind: 'answer' }>
type Secrets = readonly (string | undefined)[]

/** Source: roomkit-live/roomkit tests/test_providers/test_voicemeup.py, read 2026-11-21. */
export const duplicateEntry = 'duplicate_entry'

/** The first that fits. Only `permission_refused` was ever seen; all others are inferred. */
const byWords: readonly (readonly [RegExp, FailureCode])[] = [
  [/opt(ed)?_?out|unsubscri|blacklist|blocked/i, 'opted_out'],
  [/10dlc|campaign|regist/i, 'sender_not_registered'],
  [/credit|balance|fund|permission|denied|forbidden/i, 'permission_denied'],
  [/(attachment|mime|file|media).*(size|large|big|limit)/i, 'media_too_large'],
  [/attachment|mime|file|media/i, 'media_type_refused'],
  [/throttl|too_?many|limit/i, 'too_frequent'],
  [/auth|token|login/i, 'authentication_failed'],
  [/(invalid|missing|bad)_?(source|from|sender)/i, 'invalid_parameter'],
  [/(invalid|missing|bad).*(number|destination)/i, 'invalid_number'],
  [/invalid|missing/i, 'invalid_parameter'],
]

export function meaningOf(code: string): FailureCode {
  return byWords.find(([words]) => words.test(code))?.[1] ?? 'send_failed'
}

/** A refusal in the API's own words. `unknown_error` says nothing, not even that the message was not queued. */
export function refusal(
  error: { readonly code: string; readonly words: string },
  { status, headers }: Reply,
  secrets: Secrets,
  now: number,
): SendOutcome {
  const failure = {
    code: meaningOf(error.code),
    vendorCode: vendorWords(error.code, secrets),
    vendorText: vendorWords(error.words, secrets),
  }
  const afterMs = retryAfterMs(headers['retry-after'], now)
  if (status === 503) return { kind: 'retry', failure: { ...failure, code: 'provider_unavailable' }, afterMs }
  if (status === 429 || failure.code === 'too_frequent') {
    return { kind: 'retry', failure: { ...failure, code: 'too_frequent' }, afterMs }
  }
  if (status >= 500 || error.code === 'unknown_error') return unknown(failure)
  return { kind: 'rejected', failure }
}

/** An answer without any words of the API's: a proxy's page, or nothing. */
export function bareAnswer({ status, headers, body }: Reply, secrets: Secrets, now: number): SendOutcome {
  const words = Buffer.from(body.subarray(0, 2000)).toString('utf8')
  const said = { vendorCode: `HTTP ${status}`, vendorText: vendorWords(words, secrets) }
  const afterMs = retryAfterMs(headers['retry-after'], now)
  if (status === 429) return { kind: 'retry', failure: { ...said, code: 'too_frequent' }, afterMs }
  if (status === 503 && afterMs !== undefined) {
    return { kind: 'retry', failure: { ...said, code: 'provider_unavailable' }, afterMs }
  }
  if (status === 401) return { kind: 'rejected', failure: { ...said, code: 'authentication_failed' } }
  if (status === 403) return { kind: 'rejected', failure: { ...said, code: 'permission_denied' } }
  if (status >= 400 && status < 500) return { kind: 'rejected', failure: { ...said, code: 'send_failed' } }
  return unknown(said)
}

const unknown = (said: { readonly vendorCode: string; readonly vendorText: string }): SendOutcome => ({
  kind: 'unknown',
  failure: { ...said, code: 'outcome_unknown' },
})
