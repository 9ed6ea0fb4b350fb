import type { Limits } from '../../contract/limits.ts'

/** Forgotten from time to time: who has not been written to for so long starts anew anyway. */
const MOST_KEPT = 10_000

/**
 * Keeps messages to one contact apart: `burst` of them at once, then one each `everyMs`. Kept in memory by the process that
 * owns the channel; after a restart a burst may be allowed early, and the vendor's own refusal makes up for it.
 */
export class ContactPace {
  readonly #everyMs: number
  readonly #ahead: number
  /** By contact: when all that was sent would have been sent one by one. */
  readonly #spent = new Map<string, number>()

  constructor({ everyMs, burst }: NonNullable<Limits['perContact']>['value']) {
    this.#everyMs = everyMs
    this.#ahead = (burst - 1) * everyMs
  }

  /** The moment from which the next message to this contact may go. */
  nextAt(contact: string): number {
    return (this.#spent.get(contact) ?? 0) - this.#ahead
  }

  /** One more goes now. */
  take(contact: string, now: number): void {
    if (this.#spent.size >= MOST_KEPT) this.#forget(now)
    this.#spent.set(contact, Math.max(now, this.#spent.get(contact) ?? 0) + this.#everyMs)
  }

  #forget(now: number): void {
    for (const [contact, spent] of this.#spent) if (spent <= now) this.#spent.delete(contact)
  }
}

/** One pace for each channel whose vendor has such a limit. */
export function contactPaces(
  limitsOf: (channelId: number) => Limits | undefined,
): (channelId: number) => ContactPace | undefined {
  const paces = new Map<number, ContactPace>()
  return (channelId) => {
    const perContact = limitsOf(channelId)?.perContact
    if (!perContact) return undefined
    const pace = paces.get(channelId) ?? new ContactPace(perContact.value)
    paces.set(channelId, pace)
    return pace
  }
}
