import { createHash } from 'node:crypto'
import type { InboundMessage } from '../contract/inbound.ts'

/**
 * Ids for a message to which the vendor gives none. Two messages of the same content have one in common when the second comes
 * at most `windowMs` after the first, and none once half as long again has passed.
 */
export function contentIds(
  content: readonly string[],
  now: number,
  windowMs: number,
): Pick<InboundMessage, 'providerMessageId' | 'otherIds'> {
  const text = JSON.stringify(content)
  const step = Math.floor(now / (windowMs / 2))
  const idOf = (at: number) => `content-${createHash('sha256').update(`${at} ${text}`).digest('hex')}`
  return { providerMessageId: idOf(step), otherIds: [idOf(step - 1), idOf(step - 2)] }
}
