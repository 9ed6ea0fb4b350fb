import type { RawRequest } from '../../contract/inbound.ts'
import type { Backend, Trx } from '../../db/store.ts'
import { vendorWords } from '../../lib/vendor-words.ts'
import { appendEvents } from '../events.ts'
import { isQuarantined } from './states.ts'

export interface KeeperOptions {
  readonly backend: Backend
  /** Of one channel and day (UTC). Whoever knows a webhook's address could fill the disk otherwise. */
  readonly limits?: { readonly requests: number; readonly bytes: number }
  /** Told once a day for each channel whose limit is reached. */
  full(channelId: number): void
}

/** A provider's refusal, or something about the channel. */
export interface Reason {
  readonly code: string
  readonly detail: string
}

export interface Keeper {
  /** Keeps a refused webhook with the reason, or only counts it (`false`) where the day's limit is reached. */
  keep(trx: Trx, channelId: number, request: RawRequest, reason: Reason): Promise<boolean>
  /** How many of today were only counted. */
  dropped(channelId: number, now: number): number
}

interface Day {
  readonly number: number
  requests: number
  bytes: number
  dropped: number
}

const DAY_MS = 86_400_000
const defaultLimits = { requests: 1_000, bytes: 100_000_000 }

/** Never needed to judge the request anew, and somebody's sign-in. */
const droppedHeaders = new Set(['cookie'])

export function createKeeper(options: KeeperOptions): Keeper {
  const limits = options.limits ?? defaultLimits
  const days = new Map<number, Day>()

  async function dayOf(trx: Trx, channelId: number, at: number): Promise<Day> {
    const number = Math.floor(at / DAY_MS)
    const known = days.get(channelId)
    if (known?.number === number) return known
    const day = { number, dropped: 0, ...(await keptSince(trx, channelId, number * DAY_MS)) }
    days.set(channelId, day)
    return day
  }

  return {
    async keep(trx, channelId, request, reason) {
      const at = request.receivedAt
      const day = await dayOf(trx, channelId, at)
      const fits = day.requests < limits.requests && day.bytes + request.body.byteLength <= limits.bytes
      if (!fits) {
        day.dropped++
        if (day.dropped > 1) return false
        options.full(channelId)
        await appendEvents(trx, options.backend, [
          { type: 'quarantine.added', at, channelId, data: { full: true } },
        ])
        return false
      }
      const { id } = await trx
        .insertInto('webhook_request')
        .values({
          channel_id: channelId,
          received_at: at,
          method: request.method,
          url: request.url,
          headers: JSON.stringify(keptHeaders(request.headers)),
          body: request.body,
          remote_address: request.remoteAddress ?? null,
          state: 'quarantined',
          code: reason.code,
          // A provider's sentence may quote the body.
          detail: vendorWords(reason.detail, []),
        })
        .returning('id')
        .executeTakeFirstOrThrow()
      day.requests++
      day.bytes += request.body.byteLength
      await appendEvents(trx, options.backend, [
        { type: 'quarantine.added', at, channelId, data: { request_id: id, code: reason.code } },
      ])
      return true
    },

    dropped(channelId, now) {
      const day = days.get(channelId)
      return day?.number === Math.floor(now / DAY_MS) ? day.dropped : 0
    },
  }
}

function keptHeaders(headers: RawRequest['headers']): Record<string, string> {
  const kept = Object.entries(headers).filter(
    (header): header is [string, string] => header[1] !== undefined && !droppedHeaders.has(header[0]),
  )
  return Object.fromEntries(kept)
}

/** After a restart the day goes on where it was; what was released or discarded meanwhile counts no more. */
async function keptSince(trx: Trx, channelId: number, since: number) {
  const row = await trx
    .selectFrom('webhook_request')
    .select((count) => [
      count.fn.countAll<number>().as('requests'),
      count.fn.coalesce(count.fn.sum<number>(count.fn('length', ['body'])), count.lit(0)).as('bytes'),
    ])
    .where(isQuarantined())
    .where('channel_id', '=', channelId)
    .where('received_at', '>=', since)
    .executeTakeFirstOrThrow()
  return { requests: row.requests, bytes: row.bytes }
}
