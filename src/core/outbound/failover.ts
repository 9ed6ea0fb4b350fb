import type { SendOutcome } from '../../contract/outbound.ts'
import type { Store } from '../../db/store.ts'
import type { ChannelEntry, Directory } from '../channels/directory.ts'
import { appendEvents } from '../events.ts'
import type { Claimed } from './claim.ts'
import { countMisfit, fileMisfit, textMisfit, totalMisfit } from './fits.ts'

/** A message goes to its sender's second channel after so many failed tries: its own, or the channel's last ones. */
export const FAILOVER_TRIES = 3

export interface FailoverOptions {
  readonly store: Store
  readonly directory: Pick<Directory, 'byId'>
  now(): number
}

/**
 * Hands a message that waits for another try over to the second channel of its sender, where it has one that can take it,
 * and answers that channel. Only what the first channel certainly has not sent is handed over, and only once: not a message
 * with a try whose outcome is unknown. `failuresInARow` are those of the channel.
 */
export async function failOver(
  { store, directory, now }: FailoverOptions,
  channelId: number,
  claimed: Claimed,
  outcome: Extract<SendOutcome, { kind: 'retry' }>,
  failuresInARow: number,
): Promise<number | undefined> {
  if (outcome.scope === 'contact' || Math.max(claimed.attempt, failuresInARow) < FAILOVER_TRIES) {
    return undefined
  }
  const secondId = directory.byId(channelId)?.senders.get(claimed.from)?.failoverChannelId ?? undefined
  const second = secondId === undefined ? undefined : directory.byId(secondId)
  if (!second || !takes(second, claimed)) return undefined
  const at = now()
  return store.write(async (trx) => {
    const moved = await trx
      .updateTable('message')
      .set({ channel_id: second.id, failed_over: 1, due_at: at })
      .where('id', '=', claimed.messageId)
      // Whatever happened to it meanwhile goes before.
      .where('status', '=', 'queued')
      .where('attempts', '=', claimed.attempt)
      .where('channel_id', '=', channelId)
      .where('failed_over', '=', 0)
      .where((where) =>
        where.not(
          where.exists(
            where
              .selectFrom('attempt')
              .select('attempt.id')
              .whereRef('attempt.message_id', '=', 'message.id')
              .where('attempt.outcome', '=', 'unknown'),
          ),
        ),
      )
      .executeTakeFirst()
    if (moved.numUpdatedRows === 0n) return undefined
    await appendEvents(trx, store.backend, [
      {
        type: 'message.status',
        at,
        conversationId: claimed.conversationId,
        messageId: claimed.messageId,
        channelId: second.id,
        data: { status: 'queued', failed_over: true },
      },
    ])
    return second.id
  })
}

/** Whether a channel sends now, owns the number, and takes such a message. */
function takes({ active, fault, senders, provider }: ChannelEntry, { from, text, media }: Claimed): boolean {
  if (!active || fault !== null || senders.get(from)?.active !== true) return false
  const { limits } = provider
  const misfits = [
    textMisfit(limits, text ?? ''),
    countMisfit(limits, media.length),
    totalMisfit(limits, media),
    ...media.map((file) => fileMisfit(limits, file)),
  ]
  return misfits.every((misfit) => misfit === undefined)
}
