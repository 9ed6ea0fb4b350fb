import type { Server } from 'node:http'
import type { Health } from '../core/health.ts'
import type { Receive } from '../core/inbound/receive.ts'
import type { Metrics } from '../lib/metrics/metrics.ts'
import { authenticate } from './authenticate.ts'
import { carrierFiles } from './carrier-files.ts'
import { createHttpApp, type HttpOptions } from './http-app.ts'
import { operations } from './operations.ts'
import { createGatewayServer } from './server.ts'
import type { Services } from './services.ts'
import { createStreamSockets } from './stream-sockets.ts'
import { createWebhooks } from './webhooks.ts'

export interface FrontOptions {
  readonly web: Omit<HttpOptions, 'rootHandlers'>
  readonly webhookBodyMaxBytes: number
  readonly metricsToken: Parameters<typeof operations>[2]['token']
  readonly health: Health
  readonly metrics: Metrics
  readonly receive: Receive
}

/** All that answers on the gateway's port: API, web app, live streams, carriers' webhooks and file fetches. */
export function createFront(
  services: Services,
  { web, webhookBodyMaxBytes, metricsToken, health, metrics, receive }: FrontOptions,
): { readonly server: Server; closeSockets(): void } {
  const { store, directory, files, stream, publicUrl, log, now } = services
  const http = createHttpApp(services, {
    ...web,
    rootHandlers: [
      operations(health, metrics, { token: metricsToken, publicUrl }),
      carrierFiles(store.db, files, now),
    ],
  })
  const sockets = createStreamSockets({
    stream,
    publicUrl,
    authenticate: async (request) => (await authenticate(services, request.headers))?.actor,
  })
  const webhooks = createWebhooks({
    directory,
    receive,
    publicUrl,
    log,
    now,
    trustProxy: web.trustProxy,
    bodyMaxBytes: webhookBodyMaxBytes,
    answered(provider, result, milliseconds) {
      metrics.inboundRequests.inc({ provider, result })
      metrics.inboundSeconds.observe({ provider }, milliseconds / 1_000)
    },
  })
  const server = createGatewayServer({ webhooks, http, upgrade: sockets.upgrade })
  return { server, closeSockets: () => sockets.close() }
}
