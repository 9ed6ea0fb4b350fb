import { readdirSync, readFileSync } from 'node:fs'
import type { RawRequest } from '../../src/contract/inbound.ts'
import type { OutboundMessage } from '../../src/contract/outbound.ts'
import type { Channel } from '../../src/contract/provider.ts'
import type { SettingValues } from '../../src/contract/settings.ts'

/** What every sample says: where the bytes come from, and when that was read. */
interface Common {
  readonly name: string
  readonly source: string
  readonly read: string
  readonly values: SettingValues
}

/** A webhook as on the wire, and what it means. */
export interface InboundSample extends Common {
  readonly kind: 'inbound'
  /** Our clock. */
  readonly received_at: string
  readonly request: {
    readonly headers: Readonly<Record<string, string>>
    /** Follows the webhook URL, with its question mark. */
    readonly query?: string
    readonly body?: string
    readonly body_base64?: string
  }
  readonly expected:
    | { readonly events: readonly object[]; readonly unread?: readonly string[] }
    | { readonly refused: { readonly by: 'verify' | 'parse'; readonly code: string; readonly words: string } }
}

export interface WireExchange {
  /** Exactly what must go out; `path` is what follows the API base URL. Headers not named are not looked at. */
  readonly request: {
    readonly method: string
    readonly path: string
    readonly headers: Readonly<Record<string, string>>
    readonly body?: string
  }
  readonly answer: {
    readonly status: number
    readonly headers: Record<string, string>
    readonly body: string
  }
}

interface Exchange extends Common, WireExchange {
  /** What goes over the wire before it, in order: access tokens, and tries that were answered 401. */
  readonly before?: readonly WireExchange[]
}

export interface SendSample extends Exchange {
  readonly kind: 'send'
  readonly message: OutboundMessage
  readonly expected: object
}

/** `{challenge}` stands for the challenge of the run, `{today}` for its day (UTC). */
export interface CheckSample extends Exchange {
  readonly kind: 'check'
  /** Addresses of the channel's senders. */
  readonly senders?: readonly string[]
  readonly expected: {
    readonly status: string
    readonly words: string
    /** English label, value, and whether it is a warning. */
    readonly facts?: readonly (readonly [string, string, boolean])[]
    readonly senders?: readonly object[]
  }
}

export type Sample = InboundSample | SendSample | CheckSample

export const providersFolder = new URL('../../providers/', import.meta.url)

export function samplesOf(provider: string): Sample[] {
  const folder = new URL(`${provider}/samples/`, providersFolder)
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => {
      const sample = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Sample
      return { ...sample, name: file.slice(0, -'.json'.length) }
    })
}

export function channelWith(values: SettingValues): Channel {
  return { id: 1, values, senders: [], webhookUrl: 'https://gateway.example/api/v1.0/webhook/x/0' }
}

/** The request of an inbound sample, as the gateway would hand it to the provider. */
export function requestOf({ request, received_at }: InboundSample): RawRequest {
  const { headers, query = '', body, body_base64 } = request
  const bytes = body === undefined ? Buffer.from(body_base64 ?? '', 'base64') : Buffer.from(body)
  const url = channelWith({}).webhookUrl + query
  return { method: 'POST', url, headers, body: bytes, receivedAt: Date.parse(received_at) }
}

/** JSON has no undefined: what is left out and what is undefined are the same in samples. */
export const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
