import type { Io } from '../../src/contract/io.ts'
import type { Channel, CheckResult } from '../../src/contract/provider.ts'
import { readJson } from '../../src/lib/json-body.ts'
import { vendorWords } from '../../src/lib/vendor-words.ts'
import { readRefusal } from './errors.ts'
import { apiUrl, secretsOf } from './fields.ts'

const timeoutMs = 10_000

/** Asks whether key and secret are right. Source: apidaze/sdk-node lib/rest/Misc.js and its test, read 2026-11-21. */
export async function check(channel: Channel, io: Io): Promise<CheckResult> {
  const url = apiUrl(channel, 'validates')
  const secrets = secretsOf(channel)
  const headers = { accept: 'application/json' }
  const reply = await io.request({ method: 'GET', url, headers, timeoutMs, preparatory: true })
  const asked = `Asked ${new URL(url).host} whether the key is valid`
  if (reply.kind !== 'answer') {
    return { status: 'request_failed', detail: `${asked}: ${vendorWords(reply.reason, secrets)}` }
  }
  const { status, body } = reply
  const answered = `${asked}; it answered ${status}`
  if (status === 401 || status === 403) return { status: 'unauthorised', detail: `${answered}.` }
  if (status >= 500) return { status: 'service_unavailable', detail: `${answered}.` }
  const json = readJson(body)
  if (status === 200 && json.ok && typeof Object(json.value).global === 'string') {
    return { status: 'connected', detail: `${answered}.` }
  }
  const said = readRefusal(reply)
  if (!said.known) return { status: 'request_failed', detail: `${answered}, without a word of Apidaze's.` }
  const detail = `${answered}: ${vendorWords(said.words, secrets)}`
  // The key is part of the address.
  return { status: status === 404 ? 'unauthorised' : 'unknown_source', detail }
}
