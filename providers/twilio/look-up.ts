import type { Io } from '../../src/contract/io.ts'
import type { LostSend, SendOutcome } from '../../src/contract/outbound.ts'
import type { Channel } from '../../src/contract/provider.ts'
import { asked, connect } from './client.ts'
import { failureOf } from './errors.ts'
import { secretsOf } from './fields.ts'
import { limits } from './limits.ts'

/** Twilio's times are whole seconds, and its clock and ours may differ by as much. */
const earlierMs = 2_000
const laterMs = limits.sendTimeoutMs.value + 30_000

/**
 * Looks for a lost message in the account's list: the same two numbers, the same text, made while we were sending. Only one
 * that is alone in that is proof; none is no proof of the contrary, because nothing says how soon the list has a message.
 * The list knows no id of ours. Source: Twilio API reference, Messages resource, read 2026-11-21.
 */
export async function lookUp(lost: LostSend, channel: Channel, io: Io): Promise<SendOutcome> {
  const { client, door } = await connect(channel, io, { preparatory: true })
  const listed = await asked(
    door,
    client.messages.list({ to: lost.to, from: lost.from, limit: 50, pageSize: 50 }),
  )
  const found = (listed ?? []).filter((one) => {
    const at = one.dateCreated instanceof Date ? one.dateCreated.getTime() : Number.NaN
    const inTime = at >= lost.startedAt - earlierMs && at <= lost.startedAt + laterMs
    return inTime && one.direction !== 'inbound' && (one.body ?? '') === (lost.text ?? '')
  })
  const [only] = found
  if (!only || found.length > 1)
    return unknown(listed === undefined ? 'The list of messages could not be read.' : notOne(found.length))
  if (only.status === 'failed' || only.status === 'undelivered') {
    const error = {
      code: only.errorCode ? String(only.errorCode) : undefined,
      words: only.errorMessage ?? '',
    }
    return { kind: 'rejected', failure: failureOf(error, 'delivery_failed', secretsOf(channel)) }
  }
  const status = only.status === 'sent' || only.status === 'delivered' ? { status: only.status } : {}
  return { kind: 'accepted', providerMessageId: only.sid, ...status }
}

const notOne = (count: number) =>
  count === 0 ? "The message is not in Twilio's list." : `${count} such messages are in Twilio's list.`

const unknown = (vendorText: string): SendOutcome => ({
  kind: 'unknown',
  failure: { code: 'outcome_unknown', vendorText },
})
