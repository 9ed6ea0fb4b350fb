import type { Role } from '../../../src/contract/api/common.ts'

type Caller = Role | 'nobody'

const administrators: readonly Caller[] = ['administrator']
const leaders: readonly Caller[] = ['administrator', 'supervisor']
const signedIn: readonly Caller[] = ['administrator', 'supervisor', 'agent']
const everybody: readonly Caller[] = [...signedIn, 'nobody']

/**
 * Who may call what, written down a second time on purpose: a route that is added or opened up without a row here fails.
 * Which rows of the database somebody sees is tested with each list.
 */
export const expectedAccess: Readonly<Record<string, readonly Caller[]>> = {
  'GET /setup': everybody,
  'POST /setup': everybody,
  'POST /session': everybody,
  'DELETE /session': signedIn,
  'GET /session/sign-ins': signedIn,
  'DELETE /session/sign-ins/:id': signedIn,
  'GET /me': signedIn,
  'PATCH /me': signedIn,
  'POST /me/password': signedIn,
  'GET /extensions': signedIn,
  'POST /extensions': administrators,
  'GET /extensions/:id': signedIn,
  'PATCH /extensions/:id': administrators,
  'POST /extensions/:id/password': administrators,
  'GET /extensions/:id/sign-ins': administrators,
  'DELETE /extensions/:id/sign-ins': administrators,
  'GET /queues': signedIn,
  'POST /queues': leaders,
  'GET /queues/:id': signedIn,
  'PATCH /queues/:id': leaders,
  'DELETE /queues/:id': leaders,
  'GET /audit': administrators,
  'GET /providers': leaders,
  'GET /channels': leaders,
  'POST /channels': administrators,
  'GET /channels/:id': leaders,
  'PATCH /channels/:id': administrators,
  'DELETE /channels/:id': administrators,
  'POST /channels/:id/check': administrators,
  'POST /channels/:id/missed': administrators,
  'GET /channels/:id/senders': leaders,
  'POST /channels/:id/senders': administrators,
  'PATCH /senders/:id': administrators,
  'DELETE /senders/:id': administrators,
  'GET /senders': signedIn,
  'GET /senders/counts': leaders,
  'GET /quarantine': administrators,
  'GET /quarantine/:id': administrators,
  'POST /quarantine/:id/release': administrators,
  'POST /quarantine/:id/discard': administrators,
  'GET /conversations': signedIn,
  'POST /conversations': signedIn,
  'GET /conversations/totals': signedIn,
  'GET /conversations/:id': signedIn,
  'GET /conversations/:id/messages': signedIn,
  'POST /conversations/:id/messages': signedIn,
  'GET /conversations/:id/timeline': signedIn,
  'POST /conversations/:id/pick-up': signedIn,
  'POST /conversations/:id/transfer': signedIn,
  'POST /conversations/:id/close': signedIn,
  'POST /conversations/:id/read': signedIn,
  'GET /conversations/:id/consent': signedIn,
  'POST /conversations/:id/consent': signedIn,
  'GET /opt-outs': leaders,
  'GET /messages': signedIn,
  'POST /messages/:id/send-again': signedIn,
  'POST /media': signedIn,
  'GET /media/:id/content': signedIn,
  'GET /events': signedIn,
  'GET /stream/sse': signedIn,
  'GET /openapi.json': everybody,
  'GET /reference': everybody,
}
