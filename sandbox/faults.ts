import { z } from 'zod'

/** How often: the next n times; null until it is taken off. */
const times = z.int().positive().max(1_000_000).nullable().default(1)
const ms = z.int().min(0).max(600_000)

/**
 * Faults on demand. The first group spoils the answer to a send, `delay` comes on top of any of them; `on: other`
 * spoils credential checks and the like instead. The last two groups spoil receipts and inbound webhooks.
 */
export const fault = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('delay'), times, ms }),
  z.strictObject({
    kind: z.literal('rate_limit'),
    times,
    retry_after: z.string().max(100).nullable().default('2'),
  }),
  z.strictObject({
    kind: z.literal('status'),
    times,
    on: z.enum(['send', 'other']).default('send'),
    status: z.int().min(200).max(599),
    body: z.string().max(100_000).default('Something broke (sandbox).'),
    headers: z.record(z.string(), z.string()).default({}),
  }),
  /** One of the vendor's own errors, by its name. */
  z.strictObject({ kind: z.literal('error'), times, name: z.string().max(100) }),
  z.strictObject({ kind: z.literal('reset_before'), times }),
  z.strictObject({ kind: z.literal('reset_after'), times }),
  z.strictObject({ kind: z.literal('answer_lost'), times }),
  z.strictObject({ kind: z.literal('half_answer'), times }),
  z.strictObject({ kind: z.literal('takes_it_but_500'), times }),
  z.strictObject({ kind: z.literal('id_repeated'), times }),
  z.strictObject({ kind: z.literal('receipts_late'), times, ms }),
  z.strictObject({ kind: z.literal('receipts_reversed'), times }),
  z.strictObject({ kind: z.literal('receipts_early'), times }),
  z.strictObject({ kind: z.literal('receipts_failed'), times }),
  z.strictObject({ kind: z.literal('receipts_none'), times }),
  z.strictObject({ kind: z.literal('duplicate_webhook'), times }),
])
export type Fault = z.infer<typeof fault>
export type FaultInput = z.input<typeof fault>
type Kind = Fault['kind']

/** The faults of one line that are still to come. */
export class Faults {
  #armed: Fault[] = []

  get armed(): readonly Fault[] {
    return this.#armed
  }

  /** Replaces all. Throws on a fault that is not well-formed. */
  set(faults: readonly FaultInput[]): void {
    this.#armed = faults.map((one) => fault.parse(one))
  }

  /** Uses up one turn of the first armed fault of these kinds. */
  take<K extends Kind>(
    kinds: readonly K[],
    on: 'send' | 'other' = 'send',
  ): Extract<Fault, { kind: K }> | undefined {
    const found = this.#armed.find(
      (one) => (kinds as readonly Kind[]).includes(one.kind) && ('on' in one ? one.on : 'send') === on,
    )
    if (!found) return undefined
    if (found.times !== null && --found.times === 0) this.#armed = this.#armed.filter((one) => one !== found)
    return found as Extract<Fault, { kind: K }>
  }
}

export const answerFaults = [
  'rate_limit',
  'status',
  'error',
  'reset_before',
  'reset_after',
  'answer_lost',
  'half_answer',
  'takes_it_but_500',
  'id_repeated',
] as const
export const receiptFaults = [
  'receipts_late',
  'receipts_reversed',
  'receipts_early',
  'receipts_failed',
  'receipts_none',
] as const
