import type { HttpResult } from '../contract/io.ts'
import type { SendOutcome } from '../contract/outbound.ts'
import { vendorWords } from './vendor-words.ts'

/** What it means for a message that no complete answer came: tried again where nothing was sent, else unknown. */
export function unanswered(
  result: Exclude<HttpResult, { kind: 'answer' }>,
  secrets: readonly (string | undefined)[],
): SendOutcome {
  const vendorText = vendorWords(result.reason, secrets)
  return result.kind === 'unsent'
    ? { kind: 'retry', failure: { code: 'network_failure', vendorText } }
    : { kind: 'unknown', failure: { code: 'outcome_unknown', vendorText } }
}
