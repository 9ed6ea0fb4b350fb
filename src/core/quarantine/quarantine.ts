import { sql } from 'kysely'
import type { Quarantined } from '../../contract/api/channels.ts'
import type { InboundEvent, RawRequest } from '../../contract/inbound.ts'
import { Problem, type ProblemCode, problems } from '../../contract/problems.ts'
import type { Verdict } from '../../contract/provider.ts'
import type { Store, Trx } from '../../db/store.ts'
import { vendorWords } from '../../lib/vendor-words.ts'
import { audit, type Deed } from '../audit.ts'
import { addressRefusal } from '../channels/allowed-addresses.ts'
import type { ChannelEntry, Directory } from '../channels/directory.ts'
import { appendEvents } from '../events.ts'
import { type Remainder, remainderOf } from '../inbound/remainder.ts'
import { bytesToRead, type KeptRow, showKept } from './show.ts'
import { isKept } from './states.ts'

export interface QuarantineOptions {
  readonly store: Store
  readonly directory: Directory
  /** Commits a delivery as if it had just come; a repeat brings in nothing. */
  ingest(delivery: {
    readonly entry: ChannelEntry
    readonly request: RawRequest
    readonly events: readonly InboundEvent[]
  }): Promise<{ readonly messages: number }>
}

export interface ListQuery {
  readonly state: 'quarantined' | 'released' | 'discarded'
  readonly channelId?: number | undefined
  /** Only those with a smaller id: the list goes from the newest to the oldest. */
  readonly before?: number | undefined
  readonly limit: number
}

export interface Quarantine {
  list(query: ListQuery): Promise<readonly Quarantined[]>
  get(id: number): Promise<Quarantined>
  /**
   * Judges a kept webhook anew with the channel's secrets of today and takes it in. `override` passes the signature over;
   * a body that cannot be read is refused in any case. Refused again, also in part, it stays, with the new reason, which is
   * thrown; what can be taken in of it is.
   */
  release(
    deed: Deed,
    id: number,
    options: { readonly override: boolean },
  ): Promise<{ readonly messages: number }>
  discard(deed: Deed, id: number): Promise<void>
}

export function createQuarantine(options: QuarantineOptions): Quarantine {
  const { store, directory } = options

  async function rows(query: Partial<ListQuery> & { readonly id?: number }): Promise<KeptRow[]> {
    let select = store.db
      .selectFrom('webhook_request as r')
      .innerJoin('channel as c', 'c.id', 'r.channel_id')
      .select([
        'r.id',
        'r.channel_id',
        'r.received_at',
        'r.method',
        'r.url',
        'r.headers',
        'r.state',
        'r.code',
        'r.remote_address',
      ])
      .select(['r.detail', 'c.name as channel_name', 'c.provider'])
      .select(sql<number>`length(r.body)`.as('bytes'))
      .select(sql<Uint8Array | null>`substr(r.body, 1, ${sql.lit(bytesToRead)})`.as('start'))
      .where(isKept())
      .orderBy('r.id', 'desc')
    if (query.id !== undefined) select = select.where('r.id', '=', query.id)
    if (query.state) select = select.where('r.state', '=', query.state)
    if (query.channelId !== undefined) select = select.where('r.channel_id', '=', query.channelId)
    if (query.before !== undefined) select = select.where('r.id', '<', query.before)
    if (query.limit !== undefined) select = select.limit(query.limit)
    return select.execute()
  }

  async function open(id: number) {
    const row = await store.db
      .selectFrom('webhook_request')
      .selectAll()
      .where('id', '=', id)
      .where('state', '<>', 'accepted')
      .executeTakeFirst()
    if (!row) throw new Problem('not_found')
    if (row.state !== 'quarantined') throw new Problem('conflict', `This webhook was ${row.state} already.`)
    return row
  }

  async function settle(
    trx: Trx,
    deed: Deed,
    row: { readonly id: number; readonly channel_id: number },
    state: 'released' | 'discarded',
    detail: Record<string, unknown>,
  ): Promise<void> {
    const moved = await trx
      .updateTable('webhook_request')
      .set({ state })
      .where('id', '=', row.id)
      .where('state', '=', 'quarantined')
      .executeTakeFirst()
    if (moved.numUpdatedRows === 0n) throw new Problem('conflict', 'Somebody else was faster.')
    await audit(trx, deed, {
      action: `quarantine.${state}`,
      objectType: 'quarantine',
      objectId: row.id,
      detail: { channel_id: row.channel_id, ...detail },
    })
    await appendEvents(trx, store.backend, [
      {
        type: 'quarantine.changed',
        at: deed.at,
        channelId: row.channel_id,
        actorId: deed.actorId ?? undefined,
        data: { request_id: row.id, state },
      },
    ])
  }

  async function stays(
    id: number,
    reason: { readonly code: string; readonly detail: string },
  ): Promise<never> {
    const detail = vendorWords(reason.detail, [])
    const { code } = reason
    await store.write((trx) =>
      trx
        .updateTable('webhook_request')
        .set({ code, detail })
        .where('id', '=', id)
        .where('state', '=', 'quarantined')
        .execute(),
    )
    throw new Problem(code in problems ? (code as ProblemCode) : 'conflict', detail)
  }

  return {
    async list(query) {
      return (await rows(query)).map(showKept)
    },

    async get(id) {
      const [row] = await rows({ id })
      if (!row) throw new Problem('not_found')
      return showKept(row)
    },

    async release(deed, id, { override }) {
      const row = await open(id)
      const entry = directory.byId(row.channel_id)
      if (!entry) throw new Problem('channel_off', 'The channel of this webhook was removed.')
      const request: RawRequest = {
        method: row.method,
        url: row.url,
        headers: JSON.parse(row.headers) as Record<string, string>,
        body: row.body,
        receivedAt: row.received_at,
        remoteAddress: row.remote_address ?? undefined,
      }
      const judged = judge(entry, request, override)
      if (!judged.ok) return stays(id, judged)
      // In this order: a crash in between leaves the webhook here, and a second release brings nothing in twice.
      const { messages } = await options.ingest({ entry, request, events: judged.events })
      if (judged.remainder) return stays(id, judged.remainder)
      await store.write((trx) => settle(trx, deed, row, 'released', { override, messages }))
      return { messages }
    },

    async discard(deed, id) {
      const row = await open(id)
      await store.write((trx) => settle(trx, deed, row, 'discarded', {}))
    },
  }
}

type Judged =
  | {
      readonly ok: true
      readonly events: readonly InboundEvent[]
      /** Undefined where nothing stays behind. */
      readonly remainder: Remainder | undefined
    }
  | { readonly ok: false; readonly code: string; readonly detail: string }

/** What stands against taking a webhook in today, in the order in which it was judged when it came. */
function judge(entry: ChannelEntry, request: RawRequest, override: boolean): Judged {
  const verdict = override ? ({ ok: true } as const) : proof(entry, request)
  const parsed = verdict.ok ? entry.provider.parse(request, entry.channel) : verdict
  if (!parsed.ok) return { ok: false, code: parsed.code, detail: parsed.detail }
  if (!entry.active) return { ok: false, code: 'channel_off', detail: 'The channel is switched off.' }
  return { ok: true, events: parsed.events, remainder: remainderOf(entry, parsed) }
}

function proof(entry: ChannelEntry, request: RawRequest): Verdict {
  const stranger = addressRefusal(entry, request)
  return stranger ? { ok: false, ...stranger } : entry.provider.verify(request, entry.channel)
}
