import type { Express } from 'express'
import { Problem } from '../contract/problems.ts'
import { checkRoutes, type Route } from './route.ts'
import { type RouteContext, runRoute } from './run-route.ts'

const PREFIX = '/api/v1'

/**
 * Puts the route table on the app. A known address with another method answers 405 with what it takes, an unknown
 * address below `/api` 404. Throws where `checkRoutes` finds fault.
 */
export function registerRoutes(app: Express, context: RouteContext): void {
  const { routes } = context
  checkRoutes(routes)
  for (const each of routes) {
    app[lowerCase(each.method)](PREFIX + each.path, runRoute(each, context))
  }
  for (const [path, methods] of methodsByPath(routes)) {
    app.all(PREFIX + path, (_request, response) => {
      response.setHeader('Allow', methods.join(', '))
      throw new Problem('method_not_allowed', `This address takes ${methods.join(', ')}.`)
    })
  }
  app.use('/api', () => {
    throw new Problem('not_found', 'There is no such address in the API.')
  })
}

function methodsByPath(routes: readonly Route[]): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const { path, method } of routes) {
    const methods = found.get(path) ?? []
    methods.push(...(method === 'GET' ? ['GET', 'HEAD'] : [method]))
    found.set(path, methods)
  }
  return found
}

function lowerCase(method: Route['method']): 'get' | 'post' | 'patch' | 'put' | 'delete' {
  return method.toLowerCase() as 'get'
}
