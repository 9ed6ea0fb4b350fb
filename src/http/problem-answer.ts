import type { IncomingMessage } from 'node:http'
import type { ErrorRequestHandler, Response } from 'express'
import { Problem, problems } from '../contract/problems.ts'
import { isStorageFailure, isUniqueViolation } from '../db/errors.ts'
import { StorageUnavailable } from '../db/writer.ts'
import type { Log } from '../lib/log/log.ts'

/** Seconds after which a caller may try again when the database could not take a write. */
const STORAGE_RETRY_SECONDS = 5

/** Any error → its place in the catalogue. What is not ours to tell (statements, paths, stacks) stays out. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error
  if (error instanceof StorageUnavailable || isStorageFailure(error)) {
    return new Problem('storage_unavailable', undefined, { retry_after: STORAGE_RETRY_SECONDS })
  }
  if (isUniqueViolation(error)) return new Problem('conflict')
  if (error instanceof URIError) return new Problem('not_found')
  return new Problem('internal')
}

export function problemStatus(problem: Problem): number {
  return problems[problem.code].status
}

/** A problem as RFC 9457 problem details. */
export function problemBody(problem: Problem, requestId: string | undefined): string {
  const { status, title } = problems[problem.code]
  const { retry_after: _, ...extra } = problem.extra
  return JSON.stringify({
    ...extra,
    type: `/api/v1/reference#problem-${problem.code}`,
    title,
    status,
    code: problem.code,
    detail: problem.message,
    request_id: requestId,
  })
}

/** Writes a problem. `extra.retry_after` (seconds) becomes the Retry-After header. */
export function sendProblem(response: Response, problem: Problem): void {
  const retryAfter = problem.extra.retry_after
  if (retryAfter !== undefined) response.setHeader('Retry-After', String(retryAfter))
  response
    .status(problemStatus(problem))
    .setHeader('Cache-Control', 'no-store')
    .type('application/problem+json')
    .send(problemBody(problem, response.locals.requestId as string | undefined))
}

/** The one place where errors become answers. */
export function problemMiddleware(log: Log): ErrorRequestHandler {
  return (error, request, response, next) => {
    const problem = problemOf(error)
    if (problems[problem.code].status >= 500) {
      log.error('request failed', {
        requestId: response.locals.requestId as string | undefined,
        code: problem.code,
        error,
      })
    }
    // Half an answer cannot become a problem any more: the connection is cut so that nobody takes it for whole.
    if (response.headersSent) {
      next(error)
      return
    }
    // Bytes of a refused body may still be on their way; this connection cannot be used again.
    if (hasBody(request) && !request.complete) response.setHeader('Connection', 'close')
    sendProblem(response, problem)
  }
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}
