import { type FailureCode, failures } from '../../src/contract/failures.ts'
import type { Io } from '../../src/contract/io.ts'
import type { OutboundMessage, SendOutcome } from '../../src/contract/outbound.ts'
import type { Channel } from '../../src/contract/provider.ts'
import { retryAfterMs } from '../../src/lib/retry-after.ts'
import { textOf } from '../../src/lib/text-of.ts'
import { unanswered } from '../../src/lib/unanswered.ts'
import { asked, connect } from './client.ts'
import { failureOf, readError } from './errors.ts'
import { secretsOf } from './fields.ts'

/** 21611, the sender's queue at Twilio is full: hours of traffic wait there already. Our choice. */
const fullQueueMs = 600_000

/** Sends one message. Our reference is in the status callback's address; Twilio takes no other id of ours. */
export async function send(message: OutboundMessage, channel: Channel, io: Io): Promise<SendOutcome> {
  const missing = ['account_sid', 'auth_token'].find((name) => !textOf(channel.values, name))
  if (missing) {
    const vendorText = `The channel has no ${missing.replace('_', ' ')}.`
    return { kind: 'rejected', failure: { code: 'invalid_parameter', vendorText } }
  }
  const { client, door } = await connect(channel, io, { preparatory: false })
  const service = textOf(channel.values, 'messaging_service_sid')
  const created = await asked(
    door,
    client.messages.create({
      to: message.to,
      from: message.from,
      ...(service ? { messagingServiceSid: service } : {}),
      ...(message.text ? { body: message.text } : {}),
      ...(message.media.length ? { mediaUrl: message.media.map((file) => file.url) } : {}),
      statusCallback: message.statusUrl,
    }),
  )
  const result = door.last!
  const secrets = secretsOf(channel)
  if (result.kind !== 'answer') return unanswered(result, secrets)

  const { status, headers, body } = result
  const sid: unknown = created?.sid
  if (typeof sid === 'string' && sid !== '' && sid.length <= 255)
    return { kind: 'accepted', providerMessageId: sid }

  const error = readError(status, body)
  const failure = failureOf(error, byStatus(status), secrets)
  // 2xx without a message's id, or something broke after the bytes were taken: the message may be on its way.
  if (status < 300 || status >= 500)
    return { kind: 'unknown', failure: { ...failure, code: 'outcome_unknown' } }
  if (failures[failure.code].again !== 'later') return { kind: 'rejected', failure }
  const afterMs = error.code === '21611' ? fullQueueMs : retryAfterMs(headers['retry-after'], io.now())
  return { kind: 'retry', failure, afterMs }
}

/** What a status means where no known code says more: Twilio says that codes may change. */
function byStatus(status: number): FailureCode {
  if (status === 401) return 'authentication_failed'
  if (status === 403) return 'permission_denied'
  if (status === 429) return 'too_frequent'
  return 'send_failed'
}
