import type { Store, Trx } from '../../db/store.ts'
import type { DueRow } from './due.ts'
import { holdBack, letGo, letGoTo } from './held.ts'
import type { AccountLimit } from './messaging-limit.ts'
import { type Seat, seatedOf, standingOfAccount, takePlaces } from './places.ts'
import { type ChannelWindow, standingOf } from './window.ts'

/** Gives the messages of one claim places under their account's limit. */
export interface Seating {
  /** False where some of the rows were put off: what is due has to be asked for again. */
  fits(due: readonly DueRow[]): Promise<boolean>
  /** Has the people of these rows, which fit, count; answers the seats by message. */
  take(due: readonly DueRow[]): Promise<ReadonlyMap<number, Seat>>
  /** Channels on which messages are due that were held back before. */
  readonly woken: ReadonlySet<number>
}

/**
 * Begins a claim of up to `most` messages under a limit: as many held ones are let go as there are places for. To be used in
 * the one transaction that writes; so two channels never take the same place.
 */
export async function openSeating(
  trx: Trx,
  { backend }: Pick<Store, 'backend'>,
  limit: AccountLimit,
  channelId: number,
  window: ChannelWindow,
  most: number,
  at: number,
): Promise<Seating> {
  const { taken, closedUntil } = await standingOfAccount(trx, limit, at)
  const closed = at < closedUntil
  const free = closed ? 0 : Math.max(0, limit.people - taken)
  const woken = new Set(free > 0 ? await letGo(trx, limit, Math.min(free, most), at) : [])
  woken.delete(channelId)

  const needing = (due: readonly DueRow[]) =>
    due.filter((row) => row.template !== null && standingOf(window, row.last_act_at, at).state === 'over')
  const seatedOnes = (rows: readonly DueRow[]) =>
    seatedOf(
      trx,
      backend,
      limit.account,
      rows.map((row) => row.person_id),
    )

  return {
    woken,
    async fits(due) {
      const rows = needing(due)
      if (rows.length <= free && !closed) return true
      const seated = await seatedOnes(rows)
      const fresh = new Set<number>()
      const seats: DueRow[] = []
      for (const row of rows) {
        if (!seated.has(row.person_id)) {
          if (fresh.size >= free && !fresh.has(row.person_id)) continue
          fresh.add(row.person_id)
        }
        seats.push(row)
      }
      if (seats.length < rows.length) {
        const ids = seats.map((row) => row.id)
        await holdBack(trx, backend, limit, channelId, window, ids, at)
        return false
      }
      if (!closed || rows.length === 0) return true
      await trx
        .updateTable('message')
        .set({ due_at: closedUntil })
        .where(
          'id',
          'in',
          rows.map((row) => row.id),
        )
        .execute()
      return false
    },
    async take(due) {
      const rows = needing(due)
      if (rows.length === 0 || limit.people === Number.POSITIVE_INFINITY) return new Map()
      const seated = await seatedOnes(rows)
      const seats = rows.map((row): Seat => ({ messageId: row.id, personId: row.person_id }))
      const fresh = new Set(rows.map((row) => row.person_id).filter((id) => !seated.has(id))).size
      await takePlaces(trx, backend, limit.account, seats, fresh, at)
      // What waits for the same people needs no other place.
      if (fresh > 0 && fresh >= free) {
        const pairs = rows.flatMap((row) =>
          limit.senderIds.map((senderId) => ({ senderId, identityId: row.identity_id })),
        )
        for (const id of await letGoTo(trx, backend, pairs, at)) woken.add(id)
      }
      return new Map(seats.map((seat) => [seat.messageId, seat]))
    },
  }
}
