import { z } from 'zod'
import { personText, wireText } from '../../src/lib/wire-text.ts'

/** Ids are texts of digits; test tools write numbers. */
export const id = z
  .union([wireText, z.int()])
  .transform(String)
  .pipe(z.string().trim().min(1, 'empty').max(64, 'longer than 64 characters'))

export const mid = wireText.pipe(z.string().min(1, 'empty').max(255, 'longer than 255 characters'))

/** What is not essential, and left out where it is not a text. */
export const word = personText.nullish().catch(undefined)

/**
 * A webhook of a Page: `messaging` where this app has the thread, `standby` where another one has it, `changes` for anything
 * but messages. Source: …/messenger-platform/webhooks/webhook-events, read 2026-11-21.
 */
export const envelope = z.object({
  object: wireText.pipe(z.string().min(1, 'empty').max(100)),
  entry: z.array(z.unknown()).max(10_000, 'more than 10,000'),
})

export const entry = z.object({
  id,
  time: z.unknown().optional(),
  messaging: z.array(z.unknown()).max(10_000).nullish(),
  standby: z.array(z.unknown()).max(10_000).nullish(),
  changes: z
    .array(z.object({ field: word }))
    .nullish()
    .catch(undefined),
})

const party = z.object({ id: id.nullish() }).nullish()

/** Who and when, of every event. `sender` has no id for people who are not yet known, and is left out for what Meta says. */
export const head = z.looseObject({ sender: party, recipient: party, timestamp: z.unknown().optional() })

/** Where and when an event happened, and by which clock. */
export interface Place {
  readonly page: string
  readonly from: string | undefined
  readonly to: string | undefined
  /** Milliseconds UTC. */
  readonly at: number
  /** Our clock. */
  readonly now: number
  readonly appId: string
  /** Another app has the thread, and this one only hears of it. */
  readonly standby: boolean
}
