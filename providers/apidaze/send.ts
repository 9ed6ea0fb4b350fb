import { z } from 'zod'
import type { Io } from '../../src/contract/io.ts'
import type { OutboundMessage, SendOutcome } from '../../src/contract/outbound.ts'
import type { Channel } from '../../src/contract/provider.ts'
import { withoutPlus } from '../../src/lib/bare-number.ts'
import { readJson } from '../../src/lib/json-body.ts'
import { unanswered } from '../../src/lib/unanswered.ts'
import { refusalOutcome } from './errors.ts'
import { apiUrl, mediaTextOf, secretsOf } from './fields.ts'
import { limits } from './limits.ts'

/**
 * Posts one message. Meanings: the README's table. Source: apidaze/sdk-node lib/rest/Messages.js; for files
 * nemerald-voip/fspbx ApidazeOutboundSMS.php; both read 2026-11-21.
 */
export async function send(message: OutboundMessage, channel: Channel, io: Io): Promise<SendOutcome> {
  const secrets = secretsOf(channel)
  const reply = await io.request({
    method: 'POST',
    url: apiUrl(channel, 'sms/send'),
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: formOf(message, channel).toString(),
    timeoutMs: limits.sendTimeoutMs.value,
  })
  if (reply.kind !== 'answer') return unanswered(reply, secrets)
  const taken = reply.status < 300 ? readTaken(reply.body) : undefined
  return taken?.ok ? taken.outcome : refusalOutcome(reply, taken?.ok === false, secrets, io.now())
}

function formOf({ from, to, text, media }: OutboundMessage, channel: Channel): URLSearchParams {
  const form = new URLSearchParams({ from: withoutPlus(from), to: withoutPlus(to) })
  form.set('body', text || mediaTextOf(channel))
  if (media.length > 0) {
    form.set('message_type', 'MMS')
    for (const [i, file] of media.entries()) form.set(`file_urls[${i}]`, file.url)
    form.set('skip_file_error', '0')
  }
  const retries = channel.values.carrier_retries
  if (typeof retries === 'number' && retries > 0) form.set('num_retries', String(retries))
  return form
}

const id = z
  .union([z.string().min(1).max(255), z.int().transform(String)])
  .nullish()
  .catch(undefined)
const answer = z.object({
  ok: z.boolean().nullish().catch(undefined),
  details: z.object({ uuid: id }).nullish().catch(undefined),
  message_id: id,
  id,
  uuid: id,
})

type Taken = { readonly ok: true; readonly outcome: SendOutcome } | { readonly ok: false }

/** What a 2xx says: taken, not taken (`ok: false`), or nothing of either, where it counts for nothing. */
function readTaken(body: Uint8Array): Taken | undefined {
  const json = readJson(body)
  const said = answer.safeParse(json.ok ? json.value : undefined).data
  if (said?.ok === false) return { ok: false }
  const providerMessageId = said?.details?.uuid ?? said?.message_id ?? said?.id ?? said?.uuid ?? undefined
  if (!providerMessageId && said?.ok !== true) return undefined
  return { ok: true, outcome: { kind: 'accepted', providerMessageId } }
}
