import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import ipaddr from 'ipaddr.js'
import type { Secret } from '../secret.ts'

export interface MetricsAccess {
  /** TRUNKLINE_METRICS_TOKEN. */
  readonly token: Secret | undefined
  readonly publicUrl: string
}

/**
 * Who may read /metrics on the main port: whoever has the token; and without a token set, a program on this machine, but only
 * while the public URL is a loopback address. Behind a reverse proxy on the same machine everybody comes from loopback, so
 * a gateway with a public address cannot tell by that who asks.
 */
export function mayReadMetrics(request: IncomingMessage, { token, publicUrl }: MetricsAccess): boolean {
  if (token) return sameText(request.headers.authorization ?? '', `Bearer ${token.reveal()}`)
  const forwarded = request.headers['x-forwarded-for'] ?? request.headers.forwarded
  const peer = request.socket.remoteAddress ?? ''
  return forwarded === undefined && isLoopback(new URL(publicUrl).hostname) && isLoopback(peer)
}

function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '')
  return bare === 'localhost' || (ipaddr.isValid(bare) && ipaddr.process(bare).range() === 'loopback')
}

/** Compares digests, so that the time tells neither content nor length. */
function sameText(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(a), digest(b))
}
