import { z } from 'zod'
import type { Io } from '../../src/contract/io.ts'
import type { OutboundMessage, SendOutcome } from '../../src/contract/outbound.ts'
import type { Channel } from '../../src/contract/provider.ts'
import { refusalOutcome } from '../../src/lib/bcm-one/refusal.ts'
import { readJson } from '../../src/lib/json-body.ts'
import { unanswered } from '../../src/lib/unanswered.ts'
import { authorization, messagesUrl, secretsOf } from './fields.ts'
import { limits } from './limits.ts'
import { wireBody, wireNumber } from './wire-form.ts'

const accepted = z.object({ data: z.object({ id: z.string().min(1).max(255) }) })

/**
 * Posts one message; its receipts go to an address of its own, with our reference. Meanings: the README's table.
 * Source: developer.flowroute.com (send-an-sms, send-an-mms), read 2026-11-21.
 */
export async function send(message: OutboundMessage, channel: Channel, io: Io): Promise<SendOutcome> {
  const secrets = secretsOf(channel)
  const result = await io.request({
    method: 'POST',
    url: messagesUrl(channel),
    headers: {
      authorization: authorization(channel),
      'content-type': 'application/vnd.api+json',
      accept: 'application/vnd.api+json',
    },
    body: JSON.stringify({
      data: {
        type: 'message',
        attributes: {
          to: wireNumber(message.to, channel),
          from: wireNumber(message.from, channel),
          ...(message.text ? { body: wireBody(message.text, channel) } : {}),
          ...(message.media.length
            ? { is_mms: true, media_urls: message.media.map((file) => file.url) }
            : {}),
          dlr_callback: message.statusUrl,
        },
      },
    }),
    timeoutMs: limits.sendTimeoutMs.value,
  })
  if (result.kind !== 'answer') return unanswered(result, secrets)
  if (result.status >= 200 && result.status < 300) {
    const json = readJson(result.body)
    const parsed = accepted.safeParse(json.ok ? json.value : undefined)
    if (parsed.success) return { kind: 'accepted', providerMessageId: parsed.data.data.id }
  }
  return refusalOutcome(result, secrets, io.now())
}
