import { Problem } from '../../contract/problems.ts'
import type { Store } from '../../db/store.ts'
import { audit } from '../audit.ts'
import type { PasswordHasher } from './passwords.ts'
import { type Client, openSession, type SignInLimits } from './sessions.ts'
import { countTry, forgive } from './throttle.ts'

export interface SignInDoor {
  readonly store: Store
  readonly passwords: PasswordHasher
  readonly signInLimits: SignInLimits
}

/** What somebody typed. */
export interface Credentials {
  readonly email: string
  readonly password: string
}

/**
 * Signs a person in and answers the new token and whose it is. `wrong_credentials` for an unknown address, a wrong password
 * and a switched-off person alike, after the same work; `too_many_requests` while guessing is slowed down.
 */
export async function signIn(
  door: SignInDoor,
  typed: Credentials,
  client: Client,
  now: number,
): Promise<{ readonly token: string; readonly extensionId: number }> {
  const { store, passwords } = door
  const email = typed.email.trim().toLowerCase()
  const counted = await countTry(store, email, client.ip, now)
  const person = await store.db
    .selectFrom('extension')
    .select(['id', 'password_hash', 'active'])
    .where('email', '=', email)
    .executeTakeFirst()
  const matches = await passwords.verify(person?.password_hash, typed.password)
  if (!person || !matches || person.active !== 1) {
    await noteFailure(store, person?.id, client, now, counted.alarm)
    throw new Problem('wrong_credentials')
  }
  const newHash = passwords.isOutdated(person.password_hash)
    ? await passwords.hash(typed.password)
    : undefined
  const token = await store.write(async (trx) => {
    await forgive(trx, counted, now)
    // Switched off or given another password while the hash was worked on: no longer the right one.
    const still = await trx
      .updateTable('extension')
      .set({ last_seen_at: now, ...(newHash ? { password_hash: newHash } : {}) })
      .where('id', '=', person.id)
      .where('active', '=', 1)
      .where('password_hash', '=', person.password_hash)
      .executeTakeFirst()
    if (still.numUpdatedRows === 0n) throw new Problem('wrong_credentials')
    await audit(
      trx,
      { actorId: person.id, at: now, ip: client.ip },
      { action: 'sign_in.opened', objectType: 'extension', objectId: person.id },
    )
    return openSession(trx, person.id, client, now, door.signInLimits)
  })
  return { token, extensionId: person.id }
}

/** The address that was typed is not kept where it is nobody's: some are passwords in the wrong field. */
async function noteFailure(
  store: Store,
  objectId: number | undefined,
  client: Client,
  at: number,
  alarm: boolean,
): Promise<void> {
  const deed = { actorId: null, at, ip: client.ip }
  await store.write(async (trx) => {
    await audit(trx, deed, { action: 'sign_in.failed', objectType: 'extension', objectId })
    if (alarm) await audit(trx, deed, { action: 'sign_in.attacked', objectType: 'extension', objectId })
  })
}
