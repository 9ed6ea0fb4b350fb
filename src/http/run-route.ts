import type { Request, RequestHandler, Response } from 'express'
import type { z } from 'zod'
import { Problem } from '../contract/problems.ts'
import { validationProblem } from '../contract/validation.ts'
import { allowed } from '../core/access/permissions.ts'
import { authenticate } from './authenticate.ts'
import type { Call, SignedInCall } from './endpoint.ts'
import { readJsonBody } from './read-body.ts'
import type { Route } from './route.ts'
import { hasRequestHeader, isSameSite } from './same-site.ts'
import type { Services } from './services.ts'
import { check } from './validate.ts'

export interface RouteOptions {
  /** Largest JSON body of a call. */
  readonly bodyMaxBytes: number
  /** Checks each answer against its schema and fails with `internal` where they differ. For tests. */
  readonly checkAnswers?: boolean
}

/** What every route works with. */
export interface RouteContext extends RouteOptions {
  readonly services: Services
  /** The whole table, for the calls that describe the API. */
  readonly routes: readonly Route[]
}

/** One line of the route table as an Express handler: other sites, sign-in, permission, values; then the handler. */
export function runRoute(route: Route, context: RouteContext): RequestHandler {
  return async (request, response) => {
    response.locals.route = route.path
    response.setHeader('Cache-Control', 'no-store')
    refuseOtherSites(request, context.services.publicUrl)
    const answer = await callHandler(route, context, request, response)
    if (response.headersSent) return
    const { answer: schema, status } = route.endpoint
    if (!schema) {
      response.status(status ?? 204).end()
      return
    }
    if (context.checkAnswers) schema.parse(answer)
    response.status(status ?? 200).json(answer)
  }
}

function refuseOtherSites(request: Request, publicUrl: string): void {
  if (request.method === 'GET' || request.method === 'HEAD') return
  if (!isSameSite(request.headers, publicUrl)) throw new Problem('cross_site')
  if (!hasRequestHeader(request.headers)) {
    throw new Problem(
      'cross_site',
      'Send the header X-Trunkline-Request: 1 with every call that changes something.',
    )
  }
}

async function callHandler(
  route: Route,
  context: RouteContext,
  request: Request,
  response: Response,
): Promise<unknown> {
  const { services } = context
  if (route.permission === 'public') {
    return route.endpoint.handler(await checkedCall(route, context, request, response))
  }
  const signIn = await authenticate(services, request.headers)
  if (!signIn) throw new Problem('unauthenticated')
  response.locals.actorId = signIn.actor.id
  if (route.permission !== 'signed-in' && !allowed(signIn.actor.role, route.permission)) {
    throw new Problem('forbidden')
  }
  const call = await checkedCall(route, context, request, response)
  const deed = { actorId: signIn.actor.id, at: services.now(), ip: call.client.ip }
  const signedIn: SignedInCall<unknown, unknown, unknown> = {
    ...call,
    actor: signIn.actor,
    deed,
    signInId: signIn.id,
    renewActor: async () => (await authenticate(services, request.headers))?.actor,
  }
  return route.endpoint.handler(signedIn)
}

async function checkedCall(
  { method, endpoint }: Route,
  { services, routes, bodyMaxBytes }: RouteContext,
  request: Request,
  response: Response,
): Promise<Call<unknown, unknown, unknown>> {
  const readsBody = method !== 'GET' && endpoint.raw?.takes === undefined
  const body = readsBody ? await readJsonBody(request, bodyMaxBytes) : undefined
  const checks = [
    check('path', endpoint.params as z.ZodType | undefined, request.params),
    check('query', endpoint.query as z.ZodType | undefined, request.query),
    check('body', endpoint.body as z.ZodType | undefined, body),
  ]
  const bad = checks.flatMap((each) => (each.ok ? [] : each.bad))
  if (bad.length > 0) throw validationProblem(bad)
  const [params, query, checkedBody] = checks.map((each) => (each.ok ? each.value : undefined))
  return {
    params,
    query,
    body: checkedBody,
    services,
    routes,
    client: { ip: request.ip ?? '', userAgent: (request.headers['user-agent'] ?? '').slice(0, 400) },
    requestId: response.locals.requestId as string,
    request,
    response,
  }
}
