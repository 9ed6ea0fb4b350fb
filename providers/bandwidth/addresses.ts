import type { Channel } from '../../src/contract/provider.ts'
import { textOf } from '../../src/lib/text-of.ts'

// Source: Bandwidth's OpenAPI file (Bandwidth/node-sdk bandwidth.yml, July 2026) and bandwidth-sdk 8.1.4, read 2026-11-21.
const apiBase = 'https://api.bandwidth.com'
const messagingBase = 'https://messaging.bandwidth.com'

/** Two hosts of Bandwidth's; the channel's API base URL stands for both. */
const under = (channel: Channel, base: string, path: string) =>
  `${(textOf(channel.values, 'api_base_url') ?? base).replace(/\/+$/, '')}/${path}`

export const tokenUrl = (channel: Channel) => under(channel, apiBase, 'api/v1/oauth2/token')

export const messagesUrl = (channel: Channel) =>
  under(channel, messagingBase, `api/v2/users/${textOf(channel.values, 'account_id') ?? ''}/messages`)

/** The one host that may see our credentials when files are fetched. */
export const mediaHost = (channel: Channel) =>
  new URL(textOf(channel.values, 'api_base_url') ?? messagingBase).host
