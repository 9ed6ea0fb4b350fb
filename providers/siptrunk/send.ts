import { z } from 'zod'
import type { HttpResult, Io } from '../../src/contract/io.ts'
import type { OutboundMessage, SendOutcome } from '../../src/contract/outbound.ts'
import type { Channel } from '../../src/contract/provider.ts'
import { withoutPlus } from '../../src/lib/bare-number.ts'
import { refusalOutcome } from '../../src/lib/bcm-one/refusal.ts'
import { readJson } from '../../src/lib/json-body.ts'
import { unanswered } from '../../src/lib/unanswered.ts'
import { apiHeaders, apiUrl, secretsOf } from './fields.ts'
import { limits } from './limits.ts'

/** Posts one message, as simontelephonics/smsconnector provider-Siptrunk.php does (read 2026-11-21). */
export async function send(message: OutboundMessage, channel: Channel, io: Io): Promise<SendOutcome> {
  const form = channel.values.number_form === 'digits' ? withoutPlus : (address: string) => address
  const result = await io.request({
    method: 'POST',
    url: apiUrl(channel),
    headers: apiHeaders(channel),
    body: JSON.stringify({
      data: {
        type: 'message',
        attributes: {
          to: form(message.to),
          from: form(message.from),
          // Always there, and `is_mms` a text: otherwise than at Flowroute.
          body: message.text ?? '',
          ...(message.media.length
            ? { is_mms: 'true', media_urls: message.media.map((file) => file.url) }
            : {}),
          ...(channel.values.ask_for_receipts === 'dlr_callback' ? { dlr_callback: message.statusUrl } : {}),
        },
      },
    }),
    timeoutMs: limits.sendTimeoutMs.value,
  })
  const secrets = secretsOf(channel)
  if (result.kind !== 'answer') return unanswered(result, secrets)
  const taken = result.status >= 200 && result.status < 300 ? readTaken(result, channel) : undefined
  return taken ?? refusalOutcome(result, secrets, io.now())
}

const id = z
  .union([z.string().min(1).max(255), z.int().transform(String)])
  .nullish()
  .catch(undefined)
const attributes = z.object({ message_id: id }).nullish().catch(undefined)
const answer = z.object({
  data: z.object({ id, message_id: id, attributes }).nullish().catch(undefined),
  id,
  message_id: id,
  errors: z.unknown().optional(),
})

/**
 * No answer of SIPTRUNK's was ever seen: an id is looked for wherever it may stand. Nothing, or JSON without an id, is still
 * an acceptance unless the channel says otherwise; a page or a list of errors is none. All of this is inferred.
 */
function readTaken(
  { body }: Extract<HttpResult, { kind: 'answer' }>,
  channel: Channel,
): SendOutcome | undefined {
  const json = readJson(body)
  const { data, errors, ...top } = answer.safeParse(json.ok ? json.value : undefined).data ?? {}
  const providerMessageId =
    data?.id ?? data?.message_id ?? data?.attributes?.message_id ?? top.id ?? top.message_id
  if (providerMessageId) return { kind: 'accepted', providerMessageId }
  const readable = json.ok ? errors === undefined : body.byteLength === 0
  return readable && channel.values.answer_without_id !== 'unknown' ? { kind: 'accepted' } : undefined
}
