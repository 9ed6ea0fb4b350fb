import { z } from 'zod'
import type { HttpResult, Io } from '../../src/contract/io.ts'
import type { OutboundMessage, SendOutcome } from '../../src/contract/outbound.ts'
import type { Channel } from '../../src/contract/provider.ts'
import { readJson } from '../../src/lib/json-body.ts'
import { type GraphAnswer, readGraphError, refusalOutcome } from '../../src/lib/meta/errors.ts'
import { callGraph } from '../../src/lib/meta/graph.ts'
import { textOf } from '../../src/lib/text-of.ts'
import { unanswered } from '../../src/lib/unanswered.ts'
import { addressOf } from './addresses.ts'
import { meanings, pairLimit, saysFileIsGone } from './errors.ts'
import { secretsOf, tokenOf } from './fields.ts'
import { limits } from './limits.ts'
import { bodyOf, type FileRef } from './send-body.ts'
import { uploadedFile } from './upload.ts'

const answer = z.object({
  messages: z.array(z.object({ id: z.string().min(1).max(255) })).min(1),
})

/** Sends one message: its file first, where it goes by upload, then the message itself. */
export async function send(message: OutboundMessage, channel: Channel, io: Io): Promise<SendOutcome> {
  if (!tokenOf(channel)) {
    const vendorText = 'The channel has no access token.'
    return { kind: 'rejected', failure: { code: 'invalid_parameter', vendorText } }
  }
  // Such as that of a contact whose number is somebody else's now.
  if (!addressOf(message.to)) {
    const vendorText = 'The contact has no address on WhatsApp any more.'
    return { kind: 'rejected', failure: { code: 'invalid_number', vendorText } }
  }
  const [file] = message.media
  if (!file) return outcomeOf(await post(message, undefined, channel, io), message, channel, io)
  if (textOf(channel.values, 'media_delivery') === 'link') {
    return outcomeOf(await post(message, { link: file.url }, channel, io), message, channel, io)
  }
  const uploaded = await uploadedFile(file, message.from, channel, io)
  if ('failed' in uploaded) return uploaded.failed
  const result = await post(message, { id: uploaded.id }, channel, io)
  if (!isGone(result)) return outcomeOf(result, message, channel, io)
  const again = await uploadedFile(file, message.from, channel, io, true)
  if ('failed' in again) return again.failed
  return outcomeOf(await post(message, { id: again.id }, channel, io), message, channel, io)
}

/** Meta forgot the upload before its time, or it was another account's. */
function isGone(result: HttpResult): boolean {
  const error = result.kind === 'answer' ? readGraphError(result.body) : undefined
  return error !== undefined && saysFileIsGone(error)
}

function post(
  message: OutboundMessage,
  file: FileRef | undefined,
  channel: Channel,
  io: Io,
): Promise<HttpResult> {
  return callGraph(
    {
      method: 'POST',
      path: `${encodeURIComponent(message.from)}/messages`,
      token: tokenOf(channel),
      body: bodyOf(message, file),
      timeoutMs: limits.sendTimeoutMs.value,
    },
    channel,
    io,
  )
}

/**
 * An id means that Meta took the message; that it went out, a status tells. So it is with `message_status`: a template that
 * is held for a check of its quality goes out later, or fails by a status with 132015.
 */
function outcomeOf(result: HttpResult, message: OutboundMessage, channel: Channel, io: Io): SendOutcome {
  if (result.kind !== 'answer') return unanswered(result, secretsOf(channel))
  const id = idIn(result)
  if (id !== undefined) return { kind: 'accepted', providerMessageId: id }
  const outcome = refusalOutcome(result, meanings, secretsOf(channel), io.now())
  if (outcome.kind !== 'retry') return outcome
  // Answers in open windows go on.
  if (outcome.failure.code === 'messaging_limit' && message.window === 'over') {
    return { ...outcome, scope: 'contact' }
  }
  if (readGraphError(result.body)?.code !== pairLimit) return outcome
  const seconds = 4 ** Math.min(Math.max(message.attempt ?? 1, 1) - 1, 5)
  return { ...outcome, afterMs: seconds * 1000, scope: 'contact' }
}

function idIn({ status, body }: GraphAnswer): string | undefined {
  const json = readJson(body)
  const parsed = answer.safeParse(json.ok ? json.value : undefined)
  return status < 300 ? parsed.data?.messages[0]?.id : undefined
}
