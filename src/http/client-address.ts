import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import type { Networks } from '../lib/net/networks.ts'

/**
 * The IP address that a request came from: the socket's; where that is a trusted proxy's, the last of X-Forwarded-For that
 * is no trusted proxy, since everything left of it is the sender's own claim. Undefined where a trusted proxy's word is no
 * address.
 */
export function clientAddress(request: IncomingMessage, isTrusted: Networks): string | undefined {
  const { remoteAddress } = request.socket
  if (remoteAddress === undefined) return undefined
  const forwarded = request.headers['x-forwarded-for']
  const hops = typeof forwarded === 'string' ? forwarded.split(',').map((hop) => hop.trim()) : []
  let address = remoteAddress
  for (let i = hops.length - 1; i >= 0 && isTrusted(address); i--) {
    address = hops[i] ?? ''
    if (isIP(address) === 0) return undefined
  }
  return address.replace(/^::ffff:(?=\d+\.)/i, '')
}
