import type { Telnyx } from 'telnyx'
import type { HttpRequest, HttpResult, Io } from '../../src/contract/io.ts'
import type { Channel } from '../../src/contract/provider.ts'
import { textOf } from '../../src/lib/text-of.ts'
import { apiBase } from './fields.ts'
import { limits } from './limits.ts'

/** What the SDK is told its API's address is; `leave` puts the channel's own in its place. */
const sdkBase = 'https://api.telnyx.com/v2'

/** An answer of the API: what the SDK made of it, undefined where it threw, and what came over the wire. */
export interface Asked<T> {
  readonly value: T | undefined
  readonly result: HttpResult
}

/**
 * One call of Telnyx's SDK. Its only request goes through `Io.request`, without retries, logs or environment variables. Its
 * errors forget whether anything was sent, so the exchange itself is handed back too. The SDK is loaded here and nowhere
 * else: some 440 modules and 17 MB that a gateway without a Telnyx channel must not pay for.
 */
export async function ask<T>(
  channel: Channel,
  io: Io,
  { preparatory }: { readonly preparatory: boolean },
  call: (client: Telnyx) => PromiseLike<T>,
): Promise<Asked<T>> {
  const { Telnyx } = await import('telnyx')
  const apiKey = textOf(channel.values, 'api_key') ?? ''
  let result: HttpResult | undefined

  async function leave(url: unknown, init?: { method?: string; body?: unknown }): Promise<Response> {
    const asked = String(url)
    if (!asked.startsWith(`${sdkBase}/`))
      throw new Error('The Telnyx SDK asked for another host than its API.')
    const body = typeof init?.body === 'string' ? init.body : undefined
    result = await io.request({
      method: (init?.method ?? 'GET') as HttpRequest['method'],
      url: apiBase(channel) + asked.slice(sdkBase.length),
      headers: {
        authorization: `Bearer ${apiKey}`,
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body }),
      timeoutMs: limits.sendTimeoutMs.value,
      preparatory,
    })
    if (result.kind !== 'answer') throw new Error(result.reason)
    const headers = Object.entries(result.headers).flatMap(([name, value]): [string, string][] =>
      value === undefined ? [] : [[name, value]],
    )
    return new Response(Buffer.from(result.body), { status: result.status, headers })
  }

  const client = new Telnyx({
    apiKey,
    publicKey: null,
    clientID: null,
    clientSecret: null,
    baseURL: sdkBase,
    fetch: leave,
    maxRetries: 0,
    logLevel: 'off',
    // Ours ends first.
    timeout: 600_000,
  })
  let value: T | undefined
  try {
    value = await call(client)
  } catch (error) {
    if (!result) throw error
  }
  return { value, result: result! }
}
