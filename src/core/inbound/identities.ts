import { sql } from 'kysely'
import { rowset } from '../../db/rowset.ts'
import type { Backend, Trx } from '../../db/store.ts'
import type { ChannelEntry } from '../channels/directory.ts'

interface Person {
  readonly entry: Pick<ChannelEntry, 'provider'>
  readonly message: { readonly from: string; readonly fromName?: string | undefined }
}

const keyOf = (kind: string, address: string): string => `${kind}:${address}`

/** The identity of each person, in order; those never heard of get a contact of their own. */
export async function identitiesOf(
  trx: Trx,
  backend: Backend,
  people: readonly Person[],
  now: number,
): Promise<number[]> {
  const wanted = new Map<string, { kind: string; address: string; name: string | undefined }>()
  for (const { entry, message } of people) {
    const kind = entry.provider.addressKind
    const key = keyOf(kind, message.from)
    if (!wanted.has(key)) wanted.set(key, { kind, address: message.from, name: message.fromName })
  }
  const found = await sql<{ id: number; kind: string; address: string }>`
    select i.id, i.kind, i.address
    from ${rowset(backend, { kind: 'text', address: 'text' }, [...wanted.values()])} as r
    cross join identity as i
    where i.kind = r.kind and i.address = r.address`.execute(trx)
  const ids = new Map(found.rows.map((row) => [keyOf(row.kind, row.address), row.id]))

  const unknown = [...wanted.entries()].filter(([key]) => !ids.has(key)).map(([, person]) => person)
  for (const row of await insertPeople(trx, backend, unknown, now)) {
    ids.set(keyOf(row.kind, row.address), row.id)
  }
  return people.map(
    ({ entry, message }) => ids.get(keyOf(entry.provider.addressKind, message.from)) as number,
  )
}

async function insertPeople(
  trx: Trx,
  backend: Backend,
  people: readonly { kind: string; address: string; name: string | undefined }[],
  now: number,
): Promise<{ id: number; kind: string; address: string }[]> {
  if (people.length === 0) return []
  const ordered = people.map((person, position) => ({ ...person, position, at: now }))
  const contacts = await sql<{ id: number }>`
    insert into contact (name, created_at)
    select name, at from ${rowset(backend, { name: 'text', at: 'integer', position: 'integer' }, ordered)} as r
    order by position
    returning id`.execute(trx)
  // Keys are given in the order of the rows, whatever order they are returned in.
  const contactIds = contacts.rows.map((row) => row.id).sort((a, b) => a - b)
  const rows = ordered.map((person, i) => ({ ...person, contact_id: contactIds[i] }))
  const shape = { contact_id: 'integer', kind: 'text', address: 'text', at: 'integer' } as const
  const identities = await sql<{ id: number; kind: string; address: string }>`
    insert into identity (contact_id, kind, address, created_at)
    select contact_id, kind, address, at from ${rowset(backend, shape, rows)} as r
    returning id, kind, address`.execute(trx)
  return identities.rows
}
