import type { Io } from '../../src/contract/io.ts'
import type { Channel, CheckResult } from '../../src/contract/provider.ts'
import { readRefusal } from '../../src/lib/bcm-one/refusal.ts'
import { vendorWords } from '../../src/lib/vendor-words.ts'
import { authorization, messagesUrl, secretsOf } from './fields.ts'

const timeoutMs = 10_000

/** Asks for one of today's messages. Source: flowroute-sdk-v3 (look_up_a_set_of_messages), read 2026-11-21. */
export async function check(channel: Channel, io: Io): Promise<CheckResult> {
  const url = new URL(messagesUrl(channel))
  url.searchParams.set('start_date', new Date(io.now()).toISOString().slice(0, 10))
  url.searchParams.set('limit', '1')
  const result = await io.request({
    method: 'GET',
    url: url.href,
    headers: { authorization: authorization(channel), accept: 'application/vnd.api+json' },
    timeoutMs,
    preparatory: true,
  })
  const secrets = secretsOf(channel)
  const asked = `Asked ${url.host} for today's messages`
  if (result.kind !== 'answer') {
    return { status: 'request_failed', detail: `${asked}: ${vendorWords(result.reason, secrets)}` }
  }
  const { status } = result
  const answered = `${asked}; it answered ${status}`
  if (status === 200) return { status: 'connected', detail: `${answered}.` }
  if (status === 401 || status === 403) return { status: 'unauthorised', detail: `${answered}.` }
  if (status >= 500) return { status: 'service_unavailable', detail: `${answered}.` }
  const error = readRefusal(result)
  if (!error.known) {
    return { status: 'request_failed', detail: `${answered}, without an error of Flowroute's.` }
  }
  return { status: 'unknown_source', detail: `${answered}: ${vendorWords(error.words, secrets)}` }
}
