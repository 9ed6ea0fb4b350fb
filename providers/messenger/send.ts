import { z } from 'zod'
import type { Io } from '../../src/contract/io.ts'
import type { OutboundMessage, SendOutcome } from '../../src/contract/outbound.ts'
import type { Channel } from '../../src/contract/provider.ts'
import { readJson } from '../../src/lib/json-body.ts'
import { refusalOutcome } from '../../src/lib/meta/errors.ts'
import { callGraph } from '../../src/lib/meta/graph.ts'
import { markedReference } from '../../src/lib/meta/reference.ts'
import { unanswered } from '../../src/lib/unanswered.ts'
import { secretsOf } from './fields.ts'
import { limits } from './limits.ts'
import { meanings, staleAttachment } from './meanings.ts'
import { pageToken } from './page-token.ts'
import { attachmentId, attachmentType } from './upload.ts'

const accepted = z.object({ message_id: z.string().min(1).max(255) })
const reacted = z
  .object({ recipient_id: z.coerce.string().min(1) })
  .transform((): { message_id?: string } => ({}))

/**
 * Sends a text, one file or a reaction. Files are uploaded once and used again; where the upload comes to nothing, Meta fetches the file.
 * Our reference is the metadata, which comes back in the echo.
 * Source: developers.facebook.com/docs/messenger-platform/reference/send-api, read 2026-11-21.
 */
export async function send(message: OutboundMessage, channel: Channel, io: Io): Promise<SendOutcome> {
  const unfit = unfitness(message)
  if (unfit) return { kind: 'rejected', failure: { code: 'invalid_parameter', vendorText: unfit } }
  const access = await pageToken(message.from, channel, io)
  if (!access.ok) return access.outcome
  const outcome = await sendAs(access.token, message, channel, io)
  const refused = outcome.kind === 'rejected' && outcome.failure.code === 'authentication_failed'
  if (!refused || !access.renewable) return outcome
  const fresh = await pageToken(message.from, channel, io, true)
  return fresh.ok && fresh.token !== access.token ? sendAs(fresh.token, message, channel, io) : outcome
}

function unfitness({ text, media, reaction, location, template }: OutboundMessage): string | undefined {
  if (location) return 'Places cannot be sent to Messenger.'
  if (template) return 'Messenger has no templates here.'
  if (reaction) return undefined
  if (text ? media.length > 0 : media.length !== 1) return 'A message has a text or one file.'
  return undefined
}

async function sendAs(
  token: string,
  message: OutboundMessage,
  channel: Channel,
  io: Io,
): Promise<SendOutcome> {
  if (message.reaction) return react(token, message.reaction, message, channel, io)
  const [file] = message.media
  if (!file) return post(token, contentBody({ text: message.text }, message), message, channel, io)
  const type = attachmentType(file.contentType)
  for (const fresh of [false, true]) {
    const uploaded = await attachmentId(message.from, token, file, channel, io, fresh)
    if (!uploaded) break
    if ('failed' in uploaded) return uploaded.failed
    const attachment = { type, payload: { attachment_id: uploaded.id } }
    const outcome = await post(token, contentBody({ attachment }, message), message, channel, io)
    const stale = outcome.kind === 'rejected' && outcome.failure.vendorCode === staleAttachment
    if (!stale || fresh) return outcome
  }
  const attachment = { type, payload: { url: file.url, is_reusable: false } }
  return post(token, contentBody({ attachment }, message), message, channel, io)
}

function contentBody(content: object, { window, replyTo, reference }: OutboundMessage): object {
  return {
    ...(window === 'extended'
      ? { messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' }
      : { messaging_type: 'RESPONSE' }),
    message: { ...content, metadata: markedReference(reference) },
    ...(replyTo ? { reply_to: { mid: replyTo } } : {}),
  }
}

/**
 * A reaction is a sender action with nothing beside it; Meta gives it no id.
 * Source: developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages/sender-actions (of 21
 * January 2026), read 2026-11-21.
 */
function react(
  token: string,
  { target, emoji }: NonNullable<OutboundMessage['reaction']>,
  message: OutboundMessage,
  channel: Channel,
  io: Io,
): Promise<SendOutcome> {
  const body =
    emoji === null
      ? { sender_action: 'unreact', payload: { message_id: target } }
      : { sender_action: 'react', payload: { message_id: target, reaction: emoji } }
  return post(token, body, message, channel, io)
}

async function post(
  token: string,
  body: object,
  { from, to, reaction }: OutboundMessage,
  channel: Channel,
  io: Io,
): Promise<SendOutcome> {
  const result = await callGraph(
    {
      method: 'POST',
      path: `${encodeURIComponent(from)}/messages`,
      token,
      body: { recipient: { id: to }, ...body },
      timeoutMs: limits.sendTimeoutMs.value,
    },
    channel,
    io,
  )
  const secrets = [...secretsOf(channel), token]
  if (result.kind !== 'answer') return unanswered(result, secrets)
  if (result.status >= 200 && result.status < 300) {
    const json = readJson(result.body)
    const parsed = (reaction ? reacted : accepted).safeParse(json.ok ? json.value : undefined)
    if (parsed.success) return { kind: 'accepted', providerMessageId: parsed.data.message_id }
  }
  return refusalOutcome(result, meanings, secrets, io.now())
}
