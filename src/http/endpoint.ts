import type { Request, Response } from 'express'
import type { z } from 'zod'
import type { ProblemCode } from '../contract/problems.ts'
import type { Actor } from '../core/access/actor.ts'
import type { Deed } from '../core/audit.ts'
import type { Route } from './route.ts'
import type { Services } from './services.ts'

type Nothing = z.ZodObject<Record<never, never>, z.core.$strict>

/** A checked request as a handler sees it. */
export interface Call<P, Q, B> {
  readonly params: P
  readonly query: Q
  readonly body: B
  readonly services: Services
  /** The whole route table, for the calls that describe the API. */
  readonly routes: readonly Route[]
  /** For the audit trail and throttling. The address is the socket's, or a trusted proxy's word. */
  readonly client: { readonly ip: string; readonly userAgent: string }
  readonly requestId: string
  /** For headers, cookies and `raw` endpoints; everything else is in the members above. */
  readonly request: Request
  readonly response: Response
}

/** A call by somebody who is signed in. Rights are those at the moment of the request. */
export interface SignedInCall<P, Q, B> extends Call<P, Q, B> {
  readonly actor: Actor
  /** For changes: who does it, when and from where. */
  readonly deed: Deed & { readonly actorId: number }
  /** The sign-in (session row) that this call came with. */
  readonly signInId: number
  /** The person as he is at a later moment of a long call; undefined when his sign-in has ended. */
  readonly renewActor: () => Promise<Actor | undefined>
}

interface Shapes<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType> {
  /** One plain sentence for the API reference. */
  readonly summary: string
  /** Values of the `:names` in the path. */
  readonly params?: P
  /** Without it, a query string is refused. */
  readonly query?: Q
  /** Without it, a body is refused. */
  readonly body?: B
  /** Shape of the answer's body; without it the answer is 204. */
  readonly answer?: A
  /** Status of the answer; 200, or 204 without `answer`. */
  readonly status?: 200 | 201 | 202 | 204
  /** Problems this call can answer besides those that every call can. */
  readonly problems?: readonly ProblemCode[]
  /**
   * The handler reads the request body itself (`takes`), or writes the answer itself (`gives`): files and streams.
   * A handler that has written to the response returns nothing.
   */
  readonly raw?: { readonly takes?: string; readonly gives?: string }
}

/** A call for signed-in people. */
export interface Endpoint<
  P extends z.ZodType = z.ZodType,
  Q extends z.ZodType = z.ZodType,
  B extends z.ZodType = z.ZodType,
  A extends z.ZodType = z.ZodType,
> extends Shapes<P, Q, B, A> {
  readonly open?: false
  handler(call: SignedInCall<z.output<P>, z.output<Q>, z.output<B>>): Promise<z.input<A>>
}

/** A call for anybody. */
export interface OpenEndpoint<
  P extends z.ZodType = z.ZodType,
  Q extends z.ZodType = z.ZodType,
  B extends z.ZodType = z.ZodType,
  A extends z.ZodType = z.ZodType,
> extends Shapes<P, Q, B, A> {
  readonly open: true
  handler(call: Call<z.output<P>, z.output<Q>, z.output<B>>): Promise<z.input<A>>
}

/** Types the handler from the schemas beside it. Who may call it is said in `routes.ts`. */
export function endpoint<
  P extends z.ZodType = Nothing,
  Q extends z.ZodType = Nothing,
  B extends z.ZodType = Nothing,
  A extends z.ZodType = z.ZodVoid,
>(definition: Omit<Endpoint<P, Q, B, A>, 'open'>): Endpoint<P, Q, B, A> {
  return definition
}

/** As `endpoint`, for calls that need no sign-in. */
export function openEndpoint<
  P extends z.ZodType = Nothing,
  Q extends z.ZodType = Nothing,
  B extends z.ZodType = Nothing,
  A extends z.ZodType = z.ZodVoid,
>(definition: Omit<OpenEndpoint<P, Q, B, A>, 'open'>): OpenEndpoint<P, Q, B, A> {
  return { ...definition, open: true }
}
