import { sql } from 'kysely'
import { rowset } from '../../db/rowset.ts'
import type { Backend, Trx } from '../../db/store.ts'
import { parseReference } from '../outbound/reference.ts'
import type { Delivery } from './ingest.ts'
import { idKey } from './known-ids.ts'

const shape = { channel_id: 'integer', reference: 'text', message_id: 'integer', number: 'integer' } as const

/** Of the references that echoes carry those that name attempts of ours, by `idKey`. */
export async function ownReferences(
  trx: Trx,
  backend: Backend,
  deliveries: readonly Pick<Delivery, 'entry' | 'events'>[],
): Promise<ReadonlySet<string>> {
  const rows = deliveries.flatMap(({ entry, events }) =>
    events.flatMap((event) => {
      const reference = event.kind === 'echo' ? event.reference : undefined
      const named = reference === undefined ? undefined : parseReference(reference)
      return named
        ? [{ channel_id: entry.id, reference, message_id: named.messageId, number: named.attempt }]
        : []
    }),
  )
  if (rows.length === 0) return new Set()
  const found = await sql<{ channel_id: number; reference: string }>`
    select r.channel_id, r.reference from ${rowset(backend, shape, rows)} as r
    cross join attempt as a
    where a.message_id = r.message_id and a.channel_id = r.channel_id and a.number = r.number`.execute(trx)
  return new Set(found.rows.map((row) => idKey(row.channel_id, row.reference)))
}
