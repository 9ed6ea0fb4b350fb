import { z } from 'zod'
import type { FailureCode } from '../../src/contract/failures.ts'
import type { HttpResult } from '../../src/contract/io.ts'
import type { SendOutcome } from '../../src/contract/outbound.ts'
import { readJson } from '../../src/lib/json-body.ts'
import { retryAfterMs } from '../../src/lib/retry-after.ts'
import { vendorWords } from '../../src/lib/vendor-words.ts'

type Reply = Extract<HttpResult, { kind: 'answer' }>

const answer = z.object({
  code: z.unknown().optional(),
  error: z.unknown().optional(),
  message: z.unknown().optional(),
  errors: z.unknown().optional(),
})

/** Every text in a value: errors come as a text or as an object. */
function textsIn(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value)
  return typeof value === 'object' && value !== null ? Object.values(value).map(textsIn).join(' ').trim() : ''
}

export interface Refusal {
  /** False where the body is not the API's: a proxy's page, say. */
  readonly known: boolean
  readonly code: string
  readonly words: string
}

/** Where errors stand: nemerald-voip/fspbx ApidazeOutboundSMS.php; codes like `E_FORBIDDEN`: an unnamed application; read 2026-11-21. */
export function readRefusal({ status, body }: Reply): Refusal {
  const json = readJson(body)
  const said = answer.safeParse(json.ok ? json.value : undefined).data
  const words = textsIn(said?.error) || textsIn(said?.message) || textsIn(said?.errors)
  const ownCode = textsIn(said?.code)
  const code = ownCode || /\bE_[A-Z_]+\b/.exec(words)?.[0] || `HTTP ${status}`
  if (words || ownCode) return { known: true, code, words: words || code }
  return { known: false, code, words: Buffer.from(body.subarray(0, 2000)).toString('utf8') }
}

/** No list of errors was found: what fits first counts, and all of it is inferred. */
const byWords: readonly (readonly [RegExp, FailureCode])[] = [
  [/opt(ed)?[ _-]?out|unsubscri|\bSTOP\b|blocked/i, 'opted_out'],
  [/not .*\bapplication\b|10 ?dlc|campaign|regist/i, 'sender_not_registered'],
  [/authenticat|unauthori[sz]ed|api.?(key|secret)/i, 'authentication_failed'],
  [/denied|forbidden|permission|balance|credit/i, 'permission_denied'],
  [/too many|rate limit|throttl/i, 'too_frequent'],
  [/too (large|big)|(file|media).* size/i, 'media_too_large'],
  [/file|media|download/i, 'media_type_refused'],
  [/\b(from|source|caller)\b/i, 'invalid_parameter'],
  [
    /(invalid|not (a )?valid|unknown).*\b(to|number|destination|recipient)\b|\b(to|number|destination|recipient)\b.*(invalid|not (a )?valid)/i,
    'invalid_number',
  ],
  [/invalid|missing|required/i, 'invalid_parameter'],
]

function meaningOf(status: number, { known, code, words }: Refusal): FailureCode {
  const found = known ? byWords.find(([pattern]) => pattern.test(`${code} ${words}`))?.[1] : undefined
  if (status === 401) return 'authentication_failed'
  if (status === 413) return 'media_too_large'
  if (status === 403)
    return found === 'sender_not_registered' || found === 'opted_out' ? found : 'permission_denied'
  // The application's key is part of the address.
  if (status === 404) return known ? 'authentication_failed' : 'send_failed'
  return found ?? (known && status >= 400 ? 'invalid_parameter' : 'send_failed')
}

/** What an answer that is no acceptance means for the message; `refused` where a 2xx says in so many words that it was not taken. */
export function refusalOutcome(
  reply: Reply,
  refused: boolean,
  secrets: readonly string[],
  now: number,
): SendOutcome {
  const { status, headers } = reply
  const said = readRefusal(reply)
  const failure = {
    code: meaningOf(status, said),
    vendorCode: vendorWords(said.code, secrets),
    vendorText: vendorWords(said.words, secrets),
  }
  const afterMs = retryAfterMs(headers['retry-after'], now)
  const isRefusal = refused || (status >= 400 && status < 500)
  if (status === 429 || (isRefusal && failure.code === 'too_frequent')) {
    return { kind: 'retry', failure: { ...failure, code: 'too_frequent' }, afterMs }
  }
  // 503 with the API's own words, or a time to come back, says that nothing was taken; nothing else from 500 up does.
  if (status === 503 && (said.known || afterMs !== undefined)) {
    return { kind: 'retry', failure: { ...failure, code: 'provider_unavailable' }, afterMs }
  }
  return isRefusal
    ? { kind: 'rejected', failure }
    : { kind: 'unknown', failure: { ...failure, code: 'outcome_unknown' } }
}
