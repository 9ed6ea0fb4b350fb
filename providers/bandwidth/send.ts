import { z } from 'zod'
import type { HttpResult, Io } from '../../src/contract/io.ts'
import type { OutboundMessage, SendOutcome } from '../../src/contract/outbound.ts'
import type { Channel } from '../../src/contract/provider.ts'
import { readJson } from '../../src/lib/json-body.ts'
import { retryAfterMs } from '../../src/lib/retry-after.ts'
import { textOf } from '../../src/lib/text-of.ts'
import { unanswered } from '../../src/lib/unanswered.ts'
import { vendorWords } from '../../src/lib/vendor-words.ts'
import { type Access, access } from './access.ts'
import { messagesUrl } from './addresses.ts'
import { meaningOf, readError } from './errors.ts'
import { limits } from './limits.ts'

type Granted = Extract<Access, { ok: true }>

/** Bandwidth names no time to wait in this answer; its queue empties at the account's rate. */
const throttledMs = 5_000

/** Posts one message. Our reference travels as `tag`, which every callback hands back. Meanings: the README's table. */
export async function send(message: OutboundMessage, channel: Channel, io: Io): Promise<SendOutcome> {
  const granted = await access(channel, io)
  if (!granted.ok) return notGranted(granted)
  const result = await post(message, channel, io, granted)
  if (result.kind !== 'answer' || result.status !== 401 || !granted.renewable) {
    return outcomeOf(result, granted, io.now())
  }
  // The token may have been withdrawn before its time; a 401 says that nothing was sent.
  const renewed = await access(channel, io, true)
  if (!renewed.ok) return notGranted(renewed)
  return outcomeOf(await post(message, channel, io, renewed), renewed, io.now())
}

function post(message: OutboundMessage, channel: Channel, io: Io, granted: Granted): Promise<HttpResult> {
  return io.request({
    method: 'POST',
    url: messagesUrl(channel),
    headers: {
      authorization: granted.authorization,
      'content-type': 'application/json; charset=utf-8',
      accept: 'application/json',
    },
    body: JSON.stringify({
      applicationId: textOf(channel.values, 'application_id'),
      to: [message.to],
      from: message.from,
      ...(message.text ? { text: message.text } : {}),
      ...(message.media.length ? { media: message.media.map((file) => file.url) } : {}),
      tag: message.reference,
    }),
    timeoutMs: limits.sendTimeoutMs.value,
  })
}

const accepted = z.object({ id: z.string().min(1).max(255) })

function outcomeOf(result: HttpResult, { secrets }: Granted, now: number): SendOutcome {
  if (result.kind !== 'answer') return unanswered(result, secrets)
  const { status, headers, body } = result
  const error = readError(status, body)
  const vendorCode = vendorWords(error.code, secrets)
  const vendorText = vendorWords(error.words, secrets)
  if (status >= 200 && status < 300) {
    const json = readJson(body)
    const parsed = accepted.safeParse(json.ok ? json.value : undefined)
    if (parsed.success) return { kind: 'accepted', providerMessageId: parsed.data.id }
    // Taken, by its status, but under no id: the callbacks' tag will tell.
    return { kind: 'unknown', failure: { code: 'outcome_unknown', vendorCode: `HTTP ${status}`, vendorText } }
  }
  const failure = { code: meaningOf(status, error), vendorCode, vendorText }
  const afterMs = retryAfterMs(headers['retry-after'], now)
  if (status === 429) return { kind: 'retry', failure, afterMs: afterMs ?? throttledMs }
  // Bandwidth says that a message it answers 5xx is not sent; only its own words are that answer.
  if (status >= 500 && error.known) return { kind: 'retry', failure, afterMs }
  if (status >= 500) return { kind: 'unknown', failure: { ...failure, code: 'outcome_unknown' } }
  return { kind: 'rejected', failure }
}

/** Without access nothing was sent. */
function notGranted({ why, words, vendorCode, afterMs }: Extract<Access, { ok: false }>): SendOutcome {
  const failure = { vendorCode, vendorText: words }
  switch (why) {
    case 'not_set':
    case 'refused':
      return { kind: 'rejected', failure: { ...failure, code: 'authentication_failed' } }
    case 'too_frequent':
      return { kind: 'retry', failure: { ...failure, code: 'too_frequent' }, afterMs: afterMs ?? throttledMs }
    case 'unavailable':
      return { kind: 'retry', failure: { ...failure, code: 'provider_unavailable' }, afterMs }
    case 'unreachable':
      return { kind: 'retry', failure: { ...failure, code: 'network_failure' } }
  }
}
