import { type Permission, permissions } from '../core/access/permissions.ts'
import type { Endpoint, OpenEndpoint } from './endpoint.ts'

export type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'

/** One line of the route table. */
export type Route = {
  readonly method: Method
  /** Below `/api/v1`, with `:names`. */
  readonly path: string
} & (
  | { readonly permission: 'public'; readonly endpoint: OpenEndpoint }
  | { readonly permission: 'signed-in' | Permission; readonly endpoint: Endpoint }
)

export function route(method: Method, path: string, permission: 'public', endpoint: OpenEndpoint): Route
export function route(
  method: Method,
  path: string,
  permission: 'signed-in' | Permission,
  endpoint: Endpoint,
): Route
export function route(
  method: Method,
  path: string,
  permission: Route['permission'],
  endpoint: OpenEndpoint | Endpoint,
): Route {
  return { method, path, permission, endpoint } as Route
}

/** Throws, naming the line, when a route has no permission, the wrong kind of endpoint, or parameters of other names. */
export function checkRoutes(routes: readonly Route[]): void {
  const seen = new Set<string>()
  for (const each of routes) {
    const name = `${each.method} ${each.path}`
    const trouble = troubleOf(each) ?? (seen.has(name) ? 'stands twice in the table' : undefined)
    if (trouble) throw new Error(`Route ${name} ${trouble}.`)
    seen.add(name)
  }
}

function troubleOf({ path, permission, endpoint }: Route): string | undefined {
  const known =
    permission === 'public' || permission === 'signed-in' || Object.hasOwn(permissions, permission)
  if (!known) return 'has no permission'
  if ((permission === 'public') !== (endpoint?.open === true)) {
    return 'must be public with an openEndpoint, or have a permission with an endpoint'
  }
  const inPath = [...path.matchAll(/:(\w+)/g)].map((match) => match[1]).sort()
  const inSchema = Object.keys((endpoint.params as { shape?: object } | undefined)?.shape ?? {}).sort()
  return inPath.join() === inSchema.join() ? undefined : 'has a path and a params schema that differ'
}
