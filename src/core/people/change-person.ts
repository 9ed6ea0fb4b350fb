import type { Extension, ExtensionPatch, NewExtension } from '../../contract/api/people.ts'
import type { Store, Trx } from '../../db/store.ts'
import { audit, type Deed } from '../audit.ts'
import { leaveOwner } from '../conversations/leave-owner.ts'
import { checkAnotherAdministrator } from './administrators.ts'
import { checkPassword } from './check-password.ts'
import type { PasswordHasher } from './passwords.ts'
import { getPerson, personOf } from './people.ts'
import { rightsChanged } from './rights-changed.ts'
import { endAllSessions } from './sessions.ts'
import { forgiveAccount } from './throttle.ts'
import { checkUnused } from './unused.ts'

/** Adds a person. Refuses common passwords (`validation_failed`) and a number or address that is taken (`conflict`). */
export async function createPerson(
  store: Store,
  passwords: PasswordHasher,
  deed: Deed,
  person: NewExtension,
): Promise<Extension> {
  checkPassword(person.password, person)
  const passwordHash = await passwords.hash(person.password)
  return store.write((trx) => insertPerson(trx, deed, person, passwordHash))
}

/** As `createPerson`, in a transaction of the caller's and with the hash made before it. */
export async function insertPerson(
  trx: Trx,
  deed: Deed,
  person: Omit<NewExtension, 'password'>,
  passwordHash: string,
): Promise<Extension> {
  await checkUnused(trx, person)
  const row = await trx
    .insertInto('extension')
    .values({
      number: person.number,
      name: person.name,
      email: person.email,
      password_hash: passwordHash,
      role: person.role,
      active: 1,
      locale: person.locale ?? 'en',
      created_at: deed.at,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  await audit(trx, deed, {
    action: 'extension.created',
    objectType: 'extension',
    objectId: row.id,
    detail: { number: row.number, role: row.role },
  })
  return personOf(row)
}

/**
 * Changes a person. Somebody switched off is signed out everywhere, and owns no open conversation any more. The last active
 * administrator stays one (`conflict`).
 */
export async function changePerson(
  store: Store,
  deed: Deed,
  id: number,
  patch: ExtensionPatch,
): Promise<Extension> {
  return store.write(async (trx) => {
    const before = await getPerson(trx, id)
    const after = { ...before, ...definedOf(patch) }
    if (after.role !== 'administrator' || !after.active) {
      await checkAnotherAdministrator(trx, store.backend, id)
    }
    await checkUnused(trx, patch, id)
    const row = await trx
      .updateTable('extension')
      .set({
        number: after.number,
        name: after.name,
        email: after.email,
        role: after.role,
        active: after.active ? 1 : 0,
      })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow()
    if (!after.active) await endAllSessions(trx, id)
    const left = after.active ? 0 : await leaveOwner(trx, store.backend, deed, id)
    await audit(trx, deed, {
      action: 'extension.changed',
      objectType: 'extension',
      objectId: id,
      detail: { ...differences(before, after), ...(left > 0 ? { conversations_left: left } : {}) },
    })
    if (before.role !== after.role || before.active !== after.active) {
      await rightsChanged(trx, store.backend, deed, [id])
    }
    return personOf(row)
  })
}

/** What people change about themselves. */
export async function changeProfile(
  store: Store,
  deed: Deed & { readonly actorId: number },
  patch: { readonly name?: string | undefined; readonly locale?: Extension['locale'] | undefined },
): Promise<void> {
  const id = deed.actorId
  await store.write(async (trx) => {
    const before = await getPerson(trx, id)
    const after = { ...before, ...definedOf(patch) }
    const { name, locale } = after
    await trx.updateTable('extension').set({ name, locale }).where('id', '=', id).execute()
    await audit(trx, deed, {
      action: 'extension.changed',
      objectType: 'extension',
      objectId: id,
      detail: differences(before, after),
    })
  })
}

/** An administrator's reset: a new password, and the person is signed out everywhere. */
export async function resetPassword(
  store: Store,
  passwords: PasswordHasher,
  deed: Deed,
  id: number,
  password: string,
): Promise<void> {
  const person = await getPerson(store.db, id)
  checkPassword(password, person)
  const passwordHash = await passwords.hash(password)
  await store.write(async (trx) => {
    await trx.updateTable('extension').set({ password_hash: passwordHash }).where('id', '=', id).execute()
    await endAllSessions(trx, id)
    await forgiveAccount(trx, person.email)
    await audit(trx, deed, { action: 'extension.password_reset', objectType: 'extension', objectId: id })
    await rightsChanged(trx, store.backend, deed, [id])
  })
}

/** Signs a person out everywhere; `not_found` where there is no such person. */
export async function endAllSignIns(store: Store, deed: Deed, id: number): Promise<void> {
  await store.write(async (trx) => {
    await getPerson(trx, id)
    await endAllSessions(trx, id)
    await audit(trx, deed, { action: 'extension.signed_out', objectType: 'extension', objectId: id })
    await rightsChanged(trx, store.backend, deed, [id])
  })
}

function definedOf<T extends object>(patch: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) as never
}

/** Old and new value of each member that differs. */
function differences(before: Extension, after: Extension): Record<string, unknown> {
  const names = (Object.keys(after) as (keyof Extension)[]).filter((name) => before[name] !== after[name])
  return Object.fromEntries(names.map((name) => [name, { from: before[name], to: after[name] }]))
}
