import { z } from 'zod'
import type { Io } from '../../src/contract/io.ts'
import type { LostSend, SendOutcome } from '../../src/contract/outbound.ts'
import type { Channel } from '../../src/contract/provider.ts'
import { withCountryCode } from '../../src/lib/bare-number.ts'
import { parseIsoTime } from '../../src/lib/iso-time.ts'
import { readJson } from '../../src/lib/json-body.ts'
import { authorization, messagesUrl } from './fields.ts'
import { limits } from './limits.ts'
import { wireBody } from './wire-form.ts'

/** Flowroute's clock and ours may differ a little. */
const earlierMs = 2_000
const laterMs = limits.sendTimeoutMs.value + 30_000
const pageSize = 100

const record = z.object({
  id: z.string().min(1).max(255),
  attributes: z.object({
    from: z.string(),
    to: z.string(),
    body: z.string().nullish(),
    direction: z.string(),
    timestamp: z.string(),
  }),
})
const list = z.object({
  data: z.array(z.unknown()),
  links: z.object({ next: z.string().nullish() }).nullish(),
})

/**
 * Looks for a lost message in the account's list: the same two numbers, the same text, made while we were sending. Only one that
 * is alone in a complete list is proof; none is no proof of the contrary, because nothing says how soon the list has a message.
 * Source: flowroute-sdk-v3 (look_up_a_set_of_messages), read 2026-11-21.
 */
export async function lookUp(lost: LostSend, channel: Channel, io: Io): Promise<SendOutcome> {
  const url = new URL(messagesUrl(channel))
  url.searchParams.set('start_date', new Date(lost.startedAt - earlierMs).toISOString())
  url.searchParams.set('limit', String(pageSize))
  const result = await io.request({
    method: 'GET',
    url: url.href,
    headers: { authorization: authorization(channel), accept: 'application/vnd.api+json' },
    timeoutMs: 10_000,
    preparatory: true,
  })
  const json = result.kind === 'answer' && result.status === 200 ? readJson(result.body) : undefined
  const parsed = list.safeParse(json?.ok ? json.value : undefined)
  if (!parsed.success) return unknown('The list of messages could not be read.')
  const { data, links } = parsed.data
  if (links?.next && data.length >= pageSize) return unknown('The list of messages is too long to be sure.')
  const text = wireBody(lost.text ?? '', channel)
  const found = data.flatMap((one) => {
    const read = record.safeParse(one)
    if (!read.success) return []
    const { from, to, body, direction, timestamp } = read.data.attributes
    const at = parseIsoTime(timestamp) ?? Number.NaN
    const inTime = at >= lost.startedAt - earlierMs && at <= lost.startedAt + laterMs
    const same =
      withCountryCode(from) === lost.from && withCountryCode(to) === lost.to && (body ?? '') === text
    return direction === 'outbound' && inTime && same ? [read.data.id] : []
  })
  const [only] = found
  if (only && found.length === 1) return { kind: 'accepted', providerMessageId: only }
  return unknown(
    only
      ? `${found.length} such messages are in Flowroute's list.`
      : "The message is not in Flowroute's list.",
  )
}

const unknown = (vendorText: string): SendOutcome => ({
  kind: 'unknown',
  failure: { code: 'outcome_unknown', vendorText },
})
