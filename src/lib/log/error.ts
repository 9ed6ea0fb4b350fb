import { scrub } from './scrub.ts'

const deepest = 3
const mostFrames = 12

/**
 * An error as a log may show it. What stands in double quotes is left out of the message: JSON.parse and PostgreSQL put
 * the value that they could not read there, and that may be what somebody wrote.
 */
export function describeError(error: unknown, depth = 1): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error }
  const code = (error as { code?: unknown }).code
  const message = error.message.replace(/"[^"]*("|$)/g, '"…"')
  return {
    type: scrub(error.name),
    message: scrub(message),
    ...(typeof code === 'string' ? { code: scrub(code) } : {}),
    ...(error.stack ? { stack: frames(error.stack) } : {}),
    ...(error.cause !== undefined && depth < deepest ? { cause: describeError(error.cause, depth + 1) } : {}),
  }
}

/** Only the places: the stack's head repeats the message. */
function frames(stack: string): readonly string[] {
  const places = stack.split('\n').flatMap((line) => /^ +at (.+)$/.exec(line)?.[1] ?? [])
  return places.slice(0, mostFrames).map(scrub)
}
