import type { HttpResult, Io } from '../../src/contract/io.ts'
import type { Channel, CheckResult } from '../../src/contract/provider.ts'
import { vendorWords } from '../../src/lib/vendor-words.ts'
import { access } from './access.ts'
import { messagesUrl } from './addresses.ts'
import { readError } from './errors.ts'

const timeoutMs = 10_000

/**
 * Asks for a token, then for a message that does not exist: proves the credentials, their right to messages and the account
 * ID, and costs nothing. The application ID is only proved by a message. Source: bandwidth.yml (listMessages), read 2026-11-21.
 */
export async function check(channel: Channel, io: Io): Promise<CheckResult> {
  // An old token would not tell that its credentials have been withdrawn.
  const granted = await access(channel, io, true)
  if (!granted.ok) {
    const status =
      granted.why === 'not_set' || granted.why === 'refused'
        ? 'unauthorised'
        : granted.why === 'unreachable'
          ? 'request_failed'
          : 'service_unavailable'
    const told = granted.why === 'not_set' ? '' : 'Asked for an access token: '
    return {
      status,
      detail: `${told}${granted.vendorCode ? `${granted.vendorCode} · ` : ''}${granted.words}`,
    }
  }
  const url = new URL(messagesUrl(channel))
  url.searchParams.set('messageId', 'trunkline-check')
  const result = await io.request({
    method: 'GET',
    url: url.href,
    headers: { authorization: granted.authorization, accept: 'application/json' },
    timeoutMs,
    preparatory: true,
  })
  return judge(result, url.host, granted.secrets)
}

function judge(result: HttpResult, host: string, secrets: readonly (string | undefined)[]): CheckResult {
  const asked = `Asked ${host} for the account's messages`
  if (result.kind !== 'answer') {
    return { status: 'request_failed', detail: `${asked}: ${vendorWords(result.reason, secrets)}` }
  }
  const { status, body } = result
  const answered = `${asked}; it answered ${status}`
  if (status === 200) return { status: 'connected', detail: `${answered}.` }
  if (status === 401) return { status: 'unauthorised', detail: `${answered}.` }
  if (status === 403) {
    return { status: 'unauthorised', detail: `${answered}: the credentials have no right to messaging.` }
  }
  if (status === 404) return { status: 'unauthorised', detail: `${answered}: the account ID may be wrong.` }
  if (status >= 500) return { status: 'service_unavailable', detail: `${answered}.` }
  const error = readError(status, body)
  if (!error.known)
    return { status: 'request_failed', detail: `${answered}, without an error of Bandwidth's.` }
  return {
    status: 'unknown_source',
    detail: `${answered}: ${vendorWords(`${error.code} · ${error.words}`, secrets)}`,
  }
}
