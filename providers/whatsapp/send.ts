import { z } from 'zod'
import type { Io } from '../../src/contract/io.ts'
import type { OutboundMessage, SendOutcome } from '../../src/contract/outbound.ts'
import type { Channel } from '../../src/contract/provider.ts'
import { readJson } from '../../src/lib/json-body.ts'
import { type GraphAnswer, readGraphError, refusalOutcome } from '../../src/lib/meta/errors.ts'
import { callGraph } from '../../src/lib/meta/graph.ts'
import { textOf } from '../../src/lib/text-of.ts'
import { unanswered } from '../../src/lib/unanswered.ts'
import { meanings, pairLimit } from './errors.ts'
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
  const file = await fileOf(message, channel, io)
  if (file && 'failed' in file) return file.failed

  const result = await callGraph(
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
  if (result.kind !== 'answer') return unanswered(result, secretsOf(channel))
  return outcomeOf(result, message, channel, io)
}

async function fileOf(
  { media, from }: OutboundMessage,
  channel: Channel,
  io: Io,
): Promise<FileRef | { readonly failed: SendOutcome } | undefined> {
  const file = media[0]
  if (!file) return undefined
  if (textOf(channel.values, 'media_delivery') === 'link') return { link: file.url }
  const uploaded = await uploadedFile(file, from, channel, io)
  return 'failed' in uploaded ? uploaded : { id: uploaded.id }
}

/**
 * An id means that Meta took the message; that it went out, a status tells. So it is with `message_status`: a template that
 * is held for a check of its quality goes out later, or fails by a status with 132015.
 */
function outcomeOf(result: GraphAnswer, message: OutboundMessage, channel: Channel, io: Io): SendOutcome {
  const json = readJson(result.body)
  const parsed = answer.safeParse(json.ok ? json.value : undefined)
  if (parsed.success && result.status < 300) {
    return { kind: 'accepted', providerMessageId: parsed.data.messages[0]!.id }
  }
  const outcome = refusalOutcome(result, meanings, secretsOf(channel), io.now())
  if (outcome.kind !== 'retry' || readGraphError(result.body)?.code !== pairLimit) return outcome
  const seconds = 4 ** Math.min(Math.max(message.attempt ?? 1, 1) - 1, 5)
  return { ...outcome, afterMs: seconds * 1000, scope: 'contact' }
}
