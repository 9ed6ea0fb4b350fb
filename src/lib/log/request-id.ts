import { randomBytes } from 'node:crypto'

const start = randomBytes(6).toString('hex')
let count = 0

/** An id for one request: unique over processes and restarts, cheap, in the answer's `X-Request-Id` and in each log line. */
export function newRequestId(): string {
  count += 1
  return `${start}-${count.toString(36)}`
}
