import type { Twilio } from 'twilio'
import type { HttpRequest, HttpResult, Io } from '../../src/contract/io.ts'
import type { Channel } from '../../src/contract/provider.ts'
import { textOf } from '../../src/lib/text-of.ts'
import { apiBase, basicAuth, credentials } from './fields.ts'
import { limits } from './limits.ts'

/** What the SDK is told its API's address is; the door puts the channel's own in its place. */
const sdkBase = 'https://api.twilio.com'

type Values = Readonly<Record<string, string | readonly string[]>>

/** What the SDK hands to its HTTP client, as far as the calls used here go. */
interface SdkRequest {
  readonly method: string
  readonly uri: string
  readonly params?: Values
  readonly data?: Values
}

/**
 * The SDK's way out: one exchange through `Io.request` for each of its requests, without retries or redirects. The SDK's
 * errors forget the body and whether anything was sent, so the last result stays here.
 */
class Door {
  /** What became of the last request; undefined where none was made. */
  last: HttpResult | undefined
  readonly #channel: Channel
  readonly #io: Io
  readonly #preparatory: boolean

  constructor(channel: Channel, io: Io, preparatory: boolean) {
    this.#channel = channel
    this.#io = io
    this.#preparatory = preparatory
  }

  async request({ method, uri, params, data }: SdkRequest) {
    if (!uri.startsWith(`${sdkBase}/`)) throw new Error('The Twilio SDK asked for another host than its API.')
    const query = params && Object.keys(params).length > 0 ? `?${form(params)}` : ''
    const result = await this.#io.request({
      method: method.toUpperCase() as HttpRequest['method'],
      url: apiBase(this.#channel) + uri.slice(sdkBase.length) + query,
      headers: {
        authorization: basicAuth(this.#channel),
        accept: 'application/json',
        ...(data ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
      },
      ...(data ? { body: form(data) } : {}),
      timeoutMs: limits.sendTimeoutMs.value,
      preparatory: this.#preparatory,
    })
    this.last = result
    if (result.kind !== 'answer') throw new Error(result.reason)
    return {
      statusCode: result.status,
      body: Buffer.from(result.body).toString('utf8'),
      headers: result.headers,
    }
  }
}

/** A list becomes a repeated key, as Twilio wants `MediaUrl`. */
function form(values: Values): string {
  const pairs = Object.entries(values).flatMap(([name, value]) =>
    [value].flat().map((one) => [name, one] as [string, string]),
  )
  return new URLSearchParams(pairs).toString()
}

/**
 * Twilio's SDK for one call of ours. It is loaded here and nowhere else: some 230 modules and 20 MB that a gateway without a
 * Twilio channel must not pay for. Nothing of the environment reaches it.
 */
export async function connect(
  channel: Channel,
  io: Io,
  { preparatory }: { readonly preparatory: boolean },
): Promise<{ readonly client: Twilio; readonly door: Door }> {
  const { default: sdk } = await import('twilio')
  const door = new Door(channel, io, preparatory)
  const { username, password } = credentials(channel)
  const client = new sdk.Twilio(username, password, {
    accountSid: textOf(channel.values, 'account_sid') ?? '',
    edge: '',
    region: '',
    // Its type is the SDK's own client; it calls nothing but `request`.
    httpClient: door as never,
  })
  client.api.baseUrl = sdkBase
  return { client, door }
}

/**
 * Runs one call of the SDK. Undefined where it failed over something that `door.last` tells; anything else is a bug and
 * thrown.
 */
export async function asked<T>(door: Door, call: Promise<T>): Promise<T | undefined> {
  try {
    return await call
  } catch (error) {
    if (!door.last) throw error
    return undefined
  }
}
