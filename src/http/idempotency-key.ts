import type { IncomingMessage } from 'node:http'
import { Problem } from '../contract/problems.ts'

/** The `Idempotency-Key` header: any printable text of up to 200 characters. */
export function idempotencyKey(request: IncomingMessage): string | undefined {
  const key = request.headers['idempotency-key']
  if (key === undefined) return undefined
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(key)) {
    throw new Problem(
      'validation_failed',
      'The header Idempotency-Key must have 1 to 200 printable characters.',
    )
  }
  return key
}
