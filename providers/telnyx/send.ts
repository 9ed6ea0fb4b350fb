import { type FailureCode, failures } from '../../src/contract/failures.ts'
import type { Io } from '../../src/contract/io.ts'
import type { OutboundMessage, SendOutcome } from '../../src/contract/outbound.ts'
import type { Channel } from '../../src/contract/provider.ts'
import { retryAfterMs } from '../../src/lib/retry-after.ts'
import { textOf } from '../../src/lib/text-of.ts'
import { unanswered } from '../../src/lib/unanswered.ts'
import { vendorWords } from '../../src/lib/vendor-words.ts'
import { ask } from './client.ts'
import { failureOf, readError } from './errors.ts'
import { secretsOf } from './fields.ts'

/** Sends one message. Our reference is in its webhook address; Telnyx takes no other id of ours. */
export async function send(message: OutboundMessage, channel: Channel, io: Io): Promise<SendOutcome> {
  if (!textOf(channel.values, 'api_key')) {
    return {
      kind: 'rejected',
      failure: { code: 'invalid_parameter', vendorText: 'The channel has no API key.' },
    }
  }
  const profile = textOf(channel.values, 'messaging_profile_id')
  const isName = /[A-Za-z]/.test(message.from)
  const { value, result } = await ask(channel, io, { preparatory: false }, (client) =>
    client.messages.send({
      from: message.from,
      to: message.to,
      ...(message.text ? { text: message.text } : {}),
      ...(message.media.length ? { media_urls: message.media.map((file) => file.url) } : {}),
      // A name belongs to no profile by itself; a number does, and another one would be an error.
      ...(isName && profile ? { messaging_profile_id: profile } : {}),
      webhook_url: message.statusUrl,
      use_profile_webhooks: false,
    }),
  )
  const secrets = secretsOf(channel)
  if (result.kind !== 'answer') return unanswered(result, secrets)

  const { status, headers, body } = result
  const id: unknown = value?.data?.id
  if (typeof id === 'string' && id !== '' && id.length <= 255)
    return { kind: 'accepted', providerMessageId: id }

  const error = readError(body)
  const words = Buffer.from(body.subarray(0, 2000)).toString('utf8')
  const failure = error
    ? failureOf(error, byStatus(status), secrets)
    : { code: byStatus(status), vendorCode: `HTTP ${status}`, vendorText: vendorWords(words, secrets) }
  if (status < 300 || status >= 500 || error?.code === timedOut) {
    return { kind: 'unknown', failure: { ...failure, code: 'outcome_unknown' } }
  }
  if (failures[failure.code].again !== 'later') return { kind: 'rejected', failure }
  return {
    kind: 'retry',
    failure,
    afterMs: retryAfterMs(headers['retry-after'] ?? headers['x-ratelimit-reset'], io.now()),
  }
}

/** Something behind the API took too long: the message may be on its way, whatever the status. */
const timedOut = '10008'

/** What a status means where no known code says more. */
function byStatus(status: number): FailureCode {
  if (status === 401) return 'authentication_failed'
  if (status === 402 || status === 403) return 'permission_denied'
  if (status === 429) return 'too_frequent'
  return 'send_failed'
}
