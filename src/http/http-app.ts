import express, { type Express, type RequestHandler } from 'express'
import { Problem } from '../contract/problems.ts'
import type { Log } from '../lib/log/log.ts'
import { newRequestId } from '../lib/log/request-id.ts'
import { docsPages } from './docs/docs-pages.ts'
import { problemMiddleware } from './problem-answer.ts'
import { registerRoutes } from './register.ts'
import type { Route } from './route.ts'
import { routes } from './routes.ts'
import type { RouteOptions } from './run-route.ts'
import { securityHeaders } from './security-headers.ts'
import type { Services } from './services.ts'
import { webApp } from './web-app.ts'

export interface HttpOptions extends RouteOptions {
  /** Addresses and networks whose X-Forwarded-For is believed; nobody's when empty. */
  readonly trustProxy: readonly string[]
  readonly hsts: boolean
  /** Where the built web app lies. */
  readonly webDir: string
  /** Where the documents lie. */
  readonly docsDir: string
  /** The route table, or another one in tests of the table itself. */
  readonly routes?: readonly Route[]
  /** Handlers at the root, before the web app: health, metrics, files for carriers. */
  readonly rootHandlers?: readonly RequestHandler[]
}

/** API and web app as one Express app. It has no state of its own: give it to an HTTP server, or to a test. */
export function createHttpApp(services: Services, options: HttpOptions): Express {
  const app = express()
  app.disable('x-powered-by')
  app.set('etag', false)
  app.set('trust proxy', options.trustProxy.length > 0 ? [...options.trustProxy] : false)
  app.use(identify(services.log))
  app.use(securityHeaders(options.hsts))
  app.use(refuseTrace)
  for (const handler of options.rootHandlers ?? []) app.use(handler)
  registerRoutes(app, { routes, ...options, services })
  app.use(docsPages(options.docsDir))
  app.use(webApp(options.webDir))
  app.use(() => {
    throw new Problem('not_found')
  })
  app.use(problemMiddleware(services.log))
  return app
}

/** Gives each request an id of our own (none is taken from outside) and writes one line when it is answered. */
function identify(log: Log): RequestHandler {
  return (request, response, next) => {
    const started = performance.now()
    const requestId = newRequestId()
    response.locals.requestId = requestId
    response.setHeader('X-Request-Id', requestId)
    response.once('close', () => {
      log.info('request', {
        requestId,
        method: request.method,
        // The pattern, not the address: addresses can hold tokens and people's numbers.
        route: response.locals.route as string | undefined,
        status: response.statusCode,
        ms: Math.round(performance.now() - started),
        extensionId: response.locals.actorId as number | undefined,
        outcome: response.writableFinished ? 'complete' : 'cut',
      })
    })
    next()
  }
}

const refuseTrace: RequestHandler = (request, _response, next) => {
  if (request.method === 'TRACE' || request.method === 'TRACK') throw new Problem('method_not_allowed')
  next()
}
