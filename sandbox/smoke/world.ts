import type { ApiChannel } from '../../src/contract/api/channels.ts'
import type { Conversation, Message } from '../../src/contract/api/conversations.ts'
import type { Me } from '../../src/contract/api/people.ts'
import type { Line } from '../lines.ts'
import type { Sandbox } from '../server.ts'
import type { Api, Listed } from './gateway.ts'

/** One provider's channel and the line it is wired to, for one pass of the smoke test. */
export interface Wired {
  readonly api: Api
  readonly sandbox: Sandbox
  readonly line: Line
  readonly channelId: number
  /** How the channel's webhooks are proved: `signed`, or by their address alone. */
  readonly protection: string
  /** A customer who has not written yet. */
  newCustomer(): string
}

/** Of all passes: lines share a number, and who opted out of it has done so on every channel that has it. */
let customers = 0

/** Makes a line and a channel that know each other, with a sender whose messages come to the administrator. */
export async function wire(api: Api, sandbox: Sandbox, provider: string): Promise<Wired> {
  const line = sandbox.lines.add({ provider })
  const { credentials, api_base_url, numbers } = line.view(sandbox.url)
  const channel = await api<ApiChannel>('POST', '/channels', {
    name: `Smoke ${provider}`,
    provider,
    credentials,
    settings: { api_base_url, messages_per_second: 100 },
  })
  const me = await api<Me>('GET', '/me')
  const destination = { type: 'extension', id: me.extension.id }
  await api('POST', `/channels/${channel.id}/senders`, { address: numbers[0], destination })
  line.patch({ webhook_url: channel.webhook_url })
  return {
    api,
    sandbox,
    line,
    channelId: channel.id,
    protection: channel.protection.level,
    // Like the vendor's example of a person, with other digits at the end.
    newCustomer: () => line.addresses.customer.slice(0, -4) + String(++customers).padStart(4, '0'),
  }
}

/** The newest open conversation with a customer on this channel; undefined where there is none. */
export async function conversationWith(
  { api, channelId }: Wired,
  customer: string,
): Promise<Conversation | undefined> {
  const { data } = await api<Listed<Conversation>>('GET', '/conversations?box=all&limit=200')
  return data.find(({ contact, sender }) => contact.address === customer && sender.channel_id === channelId)
}

export async function messagesIn(
  { api }: Wired,
  conversationId: number,
  direction: 'in' | 'out',
): Promise<Message[]> {
  const path = `/conversations/${conversationId}/messages?limit=50`
  const { data } = await api<Listed<Message>>('GET', path)
  return data.filter((one) => one.direction === direction)
}
