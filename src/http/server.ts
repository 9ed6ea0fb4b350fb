import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'

const MOST_HEADER_BYTES = 16 * 1024
const HEADERS_MS = 60_000
const REQUEST_MS = 300_000
const KEEP_ALIVE_MS = 65_000

export interface GatewayServerOptions {
  /** Answers false where the request is not a webhook. */
  webhooks(request: IncomingMessage, response: ServerResponse): boolean
  http(request: IncomingMessage, response: ServerResponse): void
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
}

/** The one listener: webhooks first and cheaply, everything else through Express, upgrades to the stream. */
export function createGatewayServer({ webhooks, http, upgrade }: GatewayServerOptions): Server {
  const server = createServer({ maxHeaderSize: MOST_HEADER_BYTES }, (request, response) => {
    if (!webhooks(request, response)) http(request, response)
  })
  server.headersTimeout = HEADERS_MS
  // An upload of the largest file over a slow line takes minutes; bodies of webhooks are cut much earlier by their own limit.
  server.requestTimeout = REQUEST_MS
  // Longer than common load balancers keep theirs, so that none of them writes to a connection that we just closed.
  server.keepAliveTimeout = KEEP_ALIVE_MS
  server.on('upgrade', upgrade)
  return server
}
