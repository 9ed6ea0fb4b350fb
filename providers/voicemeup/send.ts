import type { Io } from '../../src/contract/io.ts'
import type { OutboundMessage, SendOutcome } from '../../src/contract/outbound.ts'
import type { Channel } from '../../src/contract/provider.ts'
import { withoutPlus } from '../../src/lib/bare-number.ts'
import { unanswered } from '../../src/lib/unanswered.ts'
import { readAnswer } from './answer.ts'
import { bareAnswer, duplicateEntry, refusal } from './errors.ts'
import { queueForm, queueUrl, secretsOf } from './fields.ts'
import { limits } from './limits.ts'

/** Queues one message with one file at most. Meanings: the README's table. */
export async function send(message: OutboundMessage, channel: Channel, io: Io): Promise<SendOutcome> {
  const secrets = secretsOf(channel)
  const [file] = message.media
  const reply = await io.request({
    method: 'POST',
    url: queueUrl(channel),
    ...queueForm(channel, {
      source_number: withoutPlus(message.from),
      destination_number: withoutPlus(message.to),
      ...(message.text ? { message: message.text } : {}),
      ...(file ? { attachment: file.url } : {}),
    }),
    timeoutMs: limits.sendTimeoutMs.value,
  })
  if (reply.kind !== 'answer') return unanswered(reply, secrets)
  const answer = readAnswer(reply.body)
  if (!answer) return bareAnswer(reply, secrets, io.now())
  if (answer.kind === 'queued') {
    return reply.status < 300
      ? { kind: 'accepted', providerMessageId: answer.id }
      : bareAnswer(reply, secrets, io.now())
  }
  // The message is in VoiceMeUp's queue already. Where an earlier attempt of ours may have put it there, it did.
  if (answer.code === duplicateEntry && message.maybeRepeat) return { kind: 'accepted' }
  return refusal(answer, reply, secrets, io.now())
}
