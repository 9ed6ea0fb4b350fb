import type { Parsed } from '../../contract/provider.ts'
import type { ChannelEntry } from '../channels/directory.ts'
import { senderOf } from './store-messages.ts'

/** Why a webhook is kept though it was taken in: something of it cannot be stored, today. */
export interface Remainder {
  readonly code: 'invalid_field' | 'unknown_sender'
  readonly detail: string
}

/**
 * What of a webhook cannot be stored: parts that could not be read, messages to a sender that is none of the channel's. It is
 * not the carrier's mistake, who would only send the same again. Undefined where all of it can.
 */
export function remainderOf(
  entry: ChannelEntry,
  { events, unread = [] }: Extract<Parsed, { ok: true }>,
): Remainder | undefined {
  const [first, ...others] = unread
  if (first !== undefined) {
    const more = others.length > 0 ? ` (and ${others.length} more)` : ''
    return { code: 'invalid_field', detail: `${first}${more}` }
  }
  const stray = events.find((event) => event.kind === 'message' && !senderOf(entry, event))
  if (stray?.kind !== 'message') return undefined
  const addresses = stray.to.join(', ') || '(none)'
  return { code: 'unknown_sender', detail: `No sender of this channel has the address ${addresses}.` }
}
