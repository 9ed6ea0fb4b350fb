import type { HttpResult } from '../../contract/io.ts'
import type { CheckResult } from '../../contract/provider.ts'
import { vendorWords } from '../vendor-words.ts'
import { readGraphError, vendorCodeOf } from './errors.ts'

/**
 * The result of a check whose first question failed; undefined where Meta answered it. `asked` begins the sentence for the
 * administrator: "Asked graph.facebook.com for the Page".
 */
export function failedCheck(
  result: HttpResult,
  asked: string,
  secrets: readonly (string | undefined)[],
): CheckResult | undefined {
  if (result.kind !== 'answer') {
    return { status: 'request_failed', detail: `${asked}: ${vendorWords(result.reason, secrets)}` }
  }
  const { status, body } = result
  const error = readGraphError(body)
  if (!error && status >= 200 && status < 300) return undefined
  const words = error ? `${vendorCodeOf(error)} ${error.words.replace(/\.$/, '')}` : ''
  const detail = `${asked}; it answered ${status}${words ? `: ${vendorWords(words, secrets)}` : ', without an error of Meta’s'}.`
  if (status >= 500 || error?.code === 2 || error?.transient) return { status: 'service_unavailable', detail }
  if (error?.code === 190 || error?.code === 102 || status === 401 || status === 403) {
    return { status: 'unauthorised', detail }
  }
  if (error?.code === 10 || error?.code === 200) return { status: 'unauthorised', detail }
  // An id that is not the token's to see, or a wrong app secret: the settings are wrong, not the address.
  if (error?.code === 100 && (error.subcode === 33 || error.words.includes('appsecret_proof'))) {
    return { status: 'unauthorised', detail }
  }
  return { status: error ? 'unknown_source' : 'request_failed', detail }
}
