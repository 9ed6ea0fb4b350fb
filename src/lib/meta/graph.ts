import type { HttpRequest, HttpResult, Io } from '../../contract/io.ts'
import type { Channel } from '../../contract/provider.ts'
import { hmac } from '../hmac.ts'
import { appSecretOf, graphBase } from './fields.ts'

export interface GraphCall {
  readonly method: HttpRequest['method']
  /** What follows the version: `682498302938465/messages`. */
  readonly path: string
  readonly token: string
  readonly query?: Readonly<Record<string, string>>
  /** Sent as JSON, or as it is with a content type of its own. */
  readonly body?: object | { readonly contentType: string; readonly bytes: Uint8Array }
  readonly timeoutMs: number
  /** Not the send itself: does not count for the channel's rate. */
  readonly preparatory?: boolean
}

/**
 * One call to the Graph API. The token travels in the `Authorization` header and never in the address; the proof that we
 * know the app secret goes with each call, since an app may demand it.
 * Source: developers.facebook.com/docs/graph-api/guides/secure-requests, read 2026-11-21.
 */
export function callGraph(call: GraphCall, channel: Channel, io: Io): Promise<HttpResult> {
  const { method, path, token, query, body, timeoutMs, preparatory } = call
  const url = new URL(`${graphBase(channel)}/${path}`)
  for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value)
  const secret = appSecretOf(channel)
  if (secret) url.searchParams.set('appsecret_proof', hmac('sha256', secret, token).toString('hex'))
  const written =
    body === undefined
      ? undefined
      : 'contentType' in body
        ? body
        : { contentType: 'application/json', bytes: Buffer.from(JSON.stringify(body)) }
  return io.request({
    method,
    url: url.href,
    headers: {
      authorization: `Bearer ${token}`,
      accept: 'application/json',
      ...(written ? { 'content-type': written.contentType } : {}),
    },
    ...(written ? { body: written.bytes } : {}),
    timeoutMs,
    ...(preparatory ? { preparatory } : {}),
  })
}
