import type { Twilio } from 'twilio'
import type { InboundMessage } from '../../src/contract/inbound.ts'
import type { Io } from '../../src/contract/io.ts'
import type { Channel, Listed } from '../../src/contract/provider.ts'
import { vendorWords } from '../../src/lib/vendor-words.ts'
import { connect } from './client.ts'
import { readError } from './errors.ts'
import { apiBase, secretsOf } from './fields.ts'

const perSender = 1000

type Kept = Awaited<ReturnType<Twilio['messages']['list']>>[number]

/**
 * What the channel's numbers received since a moment. Twilio does not post a webhook again that was answered 5xx or too
 * late, unless told so in the URL: this finds what was lost. The filter may count whole days, so the time is compared again; it has whole seconds.
 */
export async function listInbound(since: number, channel: Channel, io: Io): Promise<Listed> {
  const { client, door } = await connect(channel, io, { preparatory: true })
  try {
    const messages: InboundMessage[] = []
    for (const to of channel.senders.filter((sender) => /^\+?\d+$/.test(sender))) {
      const listed = await client.messages.list({
        to,
        dateSentAfter: new Date(since),
        limit: perSender,
        pageSize: 200,
      })
      for (const one of listed) {
        const message = one.direction === 'inbound' ? await inbound(one, client, channel) : undefined
        if (message && message.receivedAt > since - 1000) messages.push(message)
      }
    }
    // Twilio lists the newest first, and times are whole seconds.
    return { ok: true, messages: messages.reverse() }
  } catch (error) {
    const { last } = door
    if (!last) throw error
    const secrets = secretsOf(channel)
    if (last.kind !== 'answer') return { ok: false, failed: vendorWords(last.reason, secrets) }
    const { code, words } = readError(last.status, last.body)
    return { ok: false, failed: vendorWords(`Twilio answered ${last.status}: ${code} ${words}`, secrets) }
  }
}

async function inbound(one: Kept, client: Twilio, channel: Channel): Promise<InboundMessage | undefined> {
  const files = Number(one.numMedia) > 0 ? await client.messages(one.sid).media.list({ limit: 10 }) : []
  const media = files.map((file) => ({
    url: apiBase(channel) + file.uri.replace(/\.json$/, ''),
    contentType: file.contentType || undefined,
  }))
  const at = one.dateSent ?? one.dateCreated
  if (!(at instanceof Date) || (!one.body && media.length === 0)) return undefined
  return {
    kind: 'message',
    providerMessageId: one.sid,
    from: one.from,
    to: [one.to],
    text: one.body || undefined,
    media,
    receivedAt: at.getTime(),
  }
}
