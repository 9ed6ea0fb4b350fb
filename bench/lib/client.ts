import { administrator } from './gateway.ts'

/** A signed-in administrator's calls of the gateway's API. Rejects with the answer where a call is refused. */
export interface Client {
  readonly cookie: string
  call<T>(method: string, path: string, body?: unknown): Promise<T>
}

export async function signIn(url: string): Promise<Client> {
  const response = await send(url, '', 'POST', '/session', administrator)
  const cookie = response.headers
    .getSetCookie()
    .map((value) => value.split(';')[0])
    .join('; ')
  return {
    cookie,
    call: async <T>(method: string, path: string, body?: unknown) => {
      const answer = await send(url, cookie, method, path, body)
      return (answer.status === 204 ? undefined : await answer.json()) as T
    },
  }
}

async function send(
  url: string,
  cookie: string,
  method: string,
  path: string,
  body: unknown,
): Promise<Response> {
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: { cookie, 'content-type': 'application/json', 'x-trunkline-request': '1' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`)
  return response
}

export interface Channel {
  readonly id: number
  readonly senderId: number
  /** Path of the webhook. */
  readonly webhook: string
}

export const sender = '+12025550123'
export const secret = 'bench-secret-0123456789'

/** A generic channel with one sender whose conversations go to the administrator. */
export const createChannel = (
  client: Client,
  settings: { readonly api_base_url: string; readonly messages_per_second: number },
): Promise<Channel> =>
  createChannelOf(client, {
    ...{ provider: 'generic', credentials: { api_key: 'bench-key', secret }, settings },
    sender,
  })

/** A channel of any provider, likewise. */
export async function createChannelOf(
  client: Client,
  {
    sender,
    ...channelOf
  }: {
    readonly provider: string
    readonly credentials: Readonly<Record<string, string>>
    readonly settings: Readonly<Record<string, string | number>>
    readonly sender: string
  },
): Promise<Channel> {
  const me = await client.call<{ extension: { id: number } }>('GET', '/me')
  const channel = await client.call<{ id: number; webhook_url: string }>('POST', '/channels', {
    name: `Bench ${channelOf.provider}`,
    ...channelOf,
  })
  const { id: senderId } = await client.call<{ id: number }>('POST', `/channels/${channel.id}/senders`, {
    address: sender,
    destination: { type: 'extension', id: me.extension.id },
  })
  return { id: channel.id, senderId, webhook: new URL(channel.webhook_url).pathname }
}
