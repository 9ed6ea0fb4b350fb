import { sql } from 'kysely'
import { rowset } from '../../db/rowset.ts'
import type { Backend, Trx } from '../../db/store.ts'
import type { ChannelEntry } from '../channels/directory.ts'
import { takeAddresses } from './former-addresses.ts'

interface Person {
  readonly entry: Pick<ChannelEntry, 'provider'>
  readonly message: {
    readonly from: string
    readonly fromAliases?: readonly string[] | undefined
    readonly fromName?: string | undefined
    /** When they wrote; not given where we write to them. */
    readonly receivedAt?: number | undefined
  }
}

/** A contact by one of their addresses. `contact` is a row, or a place among those to be made. */
interface Known {
  readonly contact: { id: number } | { made: number }
  /** The identity under which conversations with the contact stand. */
  identityId: number | undefined
  /** The address itself, and when its contact moved away from it. */
  readonly own?: { readonly id: number; readonly replacedAt: number | null } | undefined
}

/** Whether the contact had moved away when something came from the address: somebody else has it then. */
export const isVacant = (known: Known | undefined, at: number): boolean =>
  known?.own?.replacedAt != null && at > known.own.replacedAt

interface Made {
  readonly kind: string
  readonly name: string | undefined
}

const keyOf = (kind: string, address: string): string => `${kind}:${address}`

/**
 * The identity of each person, in order: the first that their contact got in the namespace, so that conversations stay
 * together when an address appears or vanishes. Those never heard of get a contact of their own; a known contact gets the
 * addresses that are new. Addresses that belong to different contacts leave them two: the first one found counts. An address
 * that its contact has moved away from is a stranger's.
 */
export async function identitiesOf(
  trx: Trx,
  backend: Backend,
  people: readonly Person[],
  now: number,
): Promise<number[]> {
  const addresses = people.flatMap(({ entry, message }) =>
    addressesOf(message).map((address) => ({ kind: entry.provider.addressKind, address })),
  )
  const known = await knownAddresses(trx, backend, addresses)
  const made: Made[] = []
  const added: { contact: Known['contact']; kind: string; address: string }[] = []
  const taken: number[] = []
  const chosen = people.map(({ entry, message }): Known => {
    const kind = entry.provider.addressKind
    const own = addressesOf(message)
    for (const key of own.map((address) => keyOf(kind, address))) {
      const former = known.get(key)
      if (!former?.own || !isVacant(former, message.receivedAt ?? 0)) continue
      taken.push(former.own.id)
      known.delete(key)
    }
    const found = own.map((address) => known.get(keyOf(kind, address))).find((one) => one !== undefined)
    const person = found ?? { contact: { made: made.length }, identityId: undefined }
    if (!found) made.push({ kind, name: message.fromName })
    for (const address of own) {
      if (known.has(keyOf(kind, address))) continue
      known.set(keyOf(kind, address), person)
      added.push({ contact: person.contact, kind, address })
    }
    return person
  })

  await takeAddresses(trx, taken, now)
  await nameContacts(
    trx,
    backend,
    chosen.flatMap(({ contact }, i) =>
      'id' in contact ? [{ id: contact.id, name: people[i]?.message.fromName }] : [],
    ),
  )
  const contactIds = await insertContacts(trx, backend, made, now)
  const idOf = ({ contact }: Pick<Known, 'contact'>): number =>
    'id' in contact ? contact.id : (contactIds[contact.made] as number)
  const inserted = await insertIdentities(
    trx,
    backend,
    added.map((one) => ({ contact_id: idOf(one), kind: one.kind, address: one.address, at: now })),
  )
  // A new contact stands under the first of their addresses.
  const first = new Map<number, number>()
  for (const { id, contact_id } of inserted) {
    first.set(contact_id, Math.min(id, first.get(contact_id) ?? id))
  }
  return chosen.map((person) => person.identityId ?? (first.get(idOf(person)) as number))
}

const addressesOf = (message: Person['message']): readonly string[] =>
  message.fromAliases ? [message.from, ...message.fromAliases] : [message.from]

/** Contacts by address: those that are stored. */
export async function knownAddresses(
  trx: Trx,
  backend: Backend,
  addresses: readonly { readonly kind: string; readonly address: string }[],
): Promise<Map<string, Known>> {
  const distinct = [...new Map(addresses.map((one) => [keyOf(one.kind, one.address), one])).values()]
  const found = await sql<{
    id: number
    kind: string
    address: string
    contact_id: number
    replaced_at: number | null
    identity_id: number
  }>`
    select i.id, i.kind, i.address, i.contact_id, i.replaced_at,
      (select min(j.id) from identity as j where j.contact_id = i.contact_id and j.kind = i.kind) as identity_id
    from ${rowset(backend, { kind: 'text', address: 'text' }, distinct)} as r
    cross join identity as i
    where i.kind = r.kind and i.address = r.address`.execute(trx)
  return new Map(
    found.rows.map((row) => [
      keyOf(row.kind, row.address),
      {
        contact: { id: row.contact_id },
        identityId: row.identity_id,
        own: { id: row.id, replacedAt: row.replaced_at },
      },
    ]),
  )
}

/** Names those who had none; a name that is there stays, whatever the vendor says later. */
async function nameContacts(
  trx: Trx,
  backend: Backend,
  people: readonly { readonly id: number; readonly name: string | undefined }[],
): Promise<void> {
  const named = [...new Map(people.filter(({ name }) => name).map((one) => [one.id, one])).values()]
  if (named.length === 0) return
  await sql`
    update contact set name = r.name
    from ${rowset(backend, { id: 'integer', name: 'text' }, named)} as r
    where contact.id = r.id and contact.name is null`.execute(trx)
}

async function insertContacts(
  trx: Trx,
  backend: Backend,
  people: readonly Made[],
  now: number,
): Promise<number[]> {
  if (people.length === 0) return []
  const ordered = people.map(({ name }, position) => ({ name, position, at: now }))
  const contacts = await sql<{ id: number }>`
    insert into contact (name, created_at)
    select name, at from ${rowset(backend, { name: 'text', at: 'integer', position: 'integer' }, ordered)} as r
    order by position
    returning id`.execute(trx)
  // Keys are given in the order of the rows, whatever order they are returned in.
  return contacts.rows.map((row) => row.id).sort((a, b) => a - b)
}

async function insertIdentities(
  trx: Trx,
  backend: Backend,
  rows: readonly { contact_id: number; kind: string; address: string; at: number }[],
): Promise<{ id: number; contact_id: number }[]> {
  if (rows.length === 0) return []
  const ordered = rows.map((row, position) => ({ ...row, position }))
  const shape = {
    contact_id: 'integer',
    kind: 'text',
    address: 'text',
    at: 'integer',
    position: 'integer',
  } as const
  const identities = await sql<{ id: number; contact_id: number }>`
    insert into identity (contact_id, kind, address, created_at)
    select contact_id, kind, address, at from ${rowset(backend, shape, ordered)} as r
    order by position
    returning id, contact_id`.execute(trx)
  return identities.rows
}
