import type { FailureCode } from '../../src/contract/failures.ts'
import type { Io } from '../../src/contract/io.ts'
import type { OutboundMessage, SendOutcome } from '../../src/contract/outbound.ts'
import type { Channel } from '../../src/contract/provider.ts'
import { retryAfterMs } from '../../src/lib/retry-after.ts'
import { textOf } from '../../src/lib/text-of.ts'
import { unanswered } from '../../src/lib/unanswered.ts'
import { vendorWords } from '../../src/lib/vendor-words.ts'
import { errorCodes, failureOf, readAnswer } from './errors.ts'
import { sendUrl } from './fields.ts'
import { limits } from './limits.ts'

/** Posts one message. What each answer means stands in the README's table, in the order of the lines here. */
export async function send(message: OutboundMessage, channel: Channel, io: Io): Promise<SendOutcome> {
  const url = sendUrl(channel.values)
  const apiKey = textOf(channel.values, 'api_key')
  if (!url || !apiKey) {
    const vendorText = `The channel has no ${url ? 'API key' : 'send URL'}.`
    return { kind: 'rejected', failure: { code: 'invalid_parameter', vendorText } }
  }
  const result = await io.request({
    method: 'POST',
    url,
    headers: {
      authorization: `Bearer ${apiKey}`,
      'content-type': 'application/json',
      accept: 'application/json',
    },
    body: JSON.stringify({
      from: message.from,
      to: message.to,
      ...(message.text ? { text: message.text } : {}),
      ...(message.media.length ? { media_urls: message.media.map((file) => file.url) } : {}),
    }),
    timeoutMs: limits.sendTimeoutMs.value,
  })
  const secrets = [apiKey, textOf(channel.values, 'secret')]
  if (result.kind !== 'answer') return unanswered(result, secrets)

  const { status, headers, body } = result
  const { id, error } = readAnswer(body)
  if (id && status >= 200 && status < 300) return { kind: 'accepted', providerMessageId: id }

  const failure = error
    ? failureOf(error, byStatus(status), secrets)
    : { code: byStatus(status), vendorCode: `HTTP ${status}`, vendorText: vendorWords(start(body), secrets) }
  const afterMs = retryAfterMs(headers['retry-after'], io.now())
  const code = error && errorCodes.has(error.code) ? error.code : undefined
  if (code) return retryCodes.has(code) ? { kind: 'retry', failure, afterMs } : { kind: 'rejected', failure }
  if (status === 429 || (status === 503 && afterMs !== undefined)) return { kind: 'retry', failure, afterMs }
  // The bytes were taken and then something broke: the message may be on its way.
  if (status >= 500) return { kind: 'unknown', failure: { ...failure, code: 'outcome_unknown' } }
  return { kind: 'rejected', failure }
}

/** 10006 too many requests, 10007 service unavailable: the carrier says itself that it did not take the message. */
const retryCodes = new Set(['10006', '10007'])

/** What a status means where no known error code says more. Source: the generic SMS API, read 2026-11-21. */
function byStatus(status: number): FailureCode {
  if (status === 401) return 'authentication_failed'
  if (status === 403 || status === 503) return 'provider_unavailable'
  if (status === 429) return 'too_frequent'
  return 'send_failed'
}

const start = (body: Uint8Array) => Buffer.from(body.subarray(0, 2000)).toString('utf8')
