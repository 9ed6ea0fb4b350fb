import type { Io } from '../../src/contract/io.ts'
import type { Channel, CheckResult } from '../../src/contract/provider.ts'
import { vendorWords } from '../../src/lib/vendor-words.ts'
import { apiHeaders, apiUrl, secretsOf } from './fields.ts'

const timeoutMs = 10_000

/** SIPTRUNK has no call that proves the keys. Posting nothing, where the channel says so, is inferred to do it. */
export async function check(channel: Channel, io: Io): Promise<CheckResult> {
  if (channel.values.credential_check !== 'empty_message') {
    const detail = 'SIPTRUNK has no call that proves the keys: the first message sent does.'
    return { status: 'unchecked', detail }
  }
  const url = apiUrl(channel)
  const result = await io.request({
    method: 'POST',
    url,
    headers: apiHeaders(channel),
    body: '{}',
    timeoutMs,
    preparatory: true,
  })
  const asked = `Posted an empty message to ${new URL(url).host}`
  if (result.kind !== 'answer') {
    const words = vendorWords(result.reason, secretsOf(channel))
    return { status: 'request_failed', detail: `${asked}: ${words}` }
  }
  const { status } = result
  const answered = `${asked}; it answered ${status}`
  if (status === 401 || status === 403) return { status: 'unauthorised', detail: `${answered}.` }
  if (status === 400 || status === 422) {
    return {
      status: 'connected',
      detail: `${answered}: it took the keys and refused the message, as it should.`,
    }
  }
  if (status >= 500) return { status: 'service_unavailable', detail: `${answered}.` }
  return { status: 'unknown_source', detail: `${answered}, which proves nothing.` }
}
