import type { Io } from '../../src/contract/io.ts'
import type { Channel, CheckResult } from '../../src/contract/provider.ts'
import { textOf } from '../../src/lib/text-of.ts'
import { vendorWords } from '../../src/lib/vendor-words.ts'
import { readAnswer } from './errors.ts'
import { sendUrl, verifyUrl } from './fields.ts'

const timeoutMs = 10_000

/** Asks the verify URL to hand back a random challenge. The states are those of the generic SMS API, read 2026-11-21. */
export async function check(channel: Channel, io: Io): Promise<CheckResult> {
  const apiKey = textOf(channel.values, 'api_key')
  const address = verifyUrl(channel.values)
  if (!apiKey) return { status: 'unauthorised', detail: 'The channel has no API key.' }
  if (!sendUrl(channel.values)) {
    return { status: 'request_failed', detail: 'The channel has neither a send URL nor an API base URL.' }
  }
  if (!address) {
    const detail = 'The channel has no verify URL, so its API key is only proved by the first message sent.'
    return { status: 'unchecked', detail }
  }

  const url = new URL(address)
  const challenge = io.nonce()
  url.searchParams.set('challenge', challenge)
  const result = await io.request({
    method: 'GET',
    url: url.href,
    headers: { authorization: `Bearer ${apiKey}`, accept: 'application/json, text/plain' },
    timeoutMs,
  })
  const secrets = [apiKey, textOf(channel.values, 'secret')]
  // The host alone: the rest of the address may carry a token of the carrier's.
  const asked = `Asked ${url.host} for the challenge`
  if (result.kind !== 'answer') {
    return { status: 'request_failed', detail: `${asked}: ${vendorWords(result.reason, secrets)}` }
  }

  const { status, body } = result
  const answered = `${asked}; it answered ${status}`
  if (status === 200) {
    return Buffer.from(body).includes(challenge)
      ? { status: 'connected', detail: `${answered} with the challenge.` }
      : { status: 'unauthorised', detail: `${answered} without the challenge.` }
  }
  if (status === 401 || status === 403 || status === 404)
    return { status: 'unauthorised', detail: `${answered}.` }
  if (status === 500) return { status: 'service_unavailable', detail: `${answered}.` }
  const { error } = readAnswer(body)
  if (!error) return { status: 'request_failed', detail: `${answered}, without an error in the API's form.` }
  const words = vendorWords([error.code, error.title, error.detail].filter(Boolean).join(' · '), secrets)
  return { status: 'unknown_source', detail: `${answered}: ${words}` }
}
