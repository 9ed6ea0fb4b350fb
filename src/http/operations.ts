import type { RequestHandler } from 'express'
import { Problem } from '../contract/problems.ts'
import type { Health } from '../core/health.ts'
import { type MetricsAccess, mayReadMetrics } from '../lib/metrics/access.ts'
import type { Metrics } from '../lib/metrics/metrics.ts'

/** Health, readiness and metrics, at the root. */
export function operations(health: Health, metrics: Metrics, access: MetricsAccess): RequestHandler {
  return async (request, response, next) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      next()
      return
    }
    switch (request.path) {
      case '/healthz':
        response.type('text/plain').send('ok\n')
        return
      case '/readyz': {
        const ready = await health.ready()
        response
          .status(ready.ok ? 200 : 503)
          .type('text/plain')
          .send(ready.ok ? 'ready\n' : `${ready.reason}\n`)
        return
      }
      case '/metrics':
        if (!mayReadMetrics(request, access)) throw new Problem('not_found')
        response.type(metrics.contentType).send(await metrics.read())
        return
      default:
        next()
    }
  }
}
