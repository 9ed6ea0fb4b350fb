import type { IncomingHttpHeaders } from 'node:http'

/**
 * Did a browser send this from a page of ours? `Sec-Fetch-Site` decides where there is one (browsers send it over https and on
 * localhost, and pages cannot set it); else `Origin` must be the public URL's or the very host that was asked.
 * A request with neither comes from a program, which no other site can steer.
 */
export function isSameSite(headers: IncomingHttpHeaders, publicUrl: string): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  return headers.origin === undefined || isOwnOrigin(headers, publicUrl)
}

/** The `Origin` is there and is ours; what a WebSocket's handshake must show. */
export function isOwnOrigin(headers: IncomingHttpHeaders, publicUrl: string): boolean {
  const { origin, host } = headers
  if (origin === undefined || !URL.canParse(origin)) return false
  const url = new URL(origin)
  return url.origin === new URL(publicUrl).origin || (url.origin !== 'null' && url.host === host)
}

/** Forms and plain links of other sites cannot set this header without asking us first, and we never agree. */
export function hasRequestHeader(headers: IncomingHttpHeaders): boolean {
  return headers['x-trunkline-request'] === '1'
}
