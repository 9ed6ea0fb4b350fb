import { Problem } from '../../contract/problems.ts'
import { audit, type Deed } from '../audit.ts'
import { checkPassword } from './check-password.ts'
import { rightsChanged } from './rights-changed.ts'
import { type Client, endAllSessions, openSession } from './sessions.ts'
import type { SignInDoor } from './sign-in.ts'
import { countTry, forgive } from './throttle.ts'

/**
 * People change their own password: every sign-in of theirs ends, and the one that asks gets a new token, which is answered.
 * `wrong_credentials` where the current password is not the right one; guessing it is slowed down like signing in.
 */
export async function changeOwnPassword(
  { store, passwords, signInLimits }: SignInDoor,
  deed: Deed & { readonly actorId: number },
  client: Client,
  change: { readonly current_password: string; readonly password: string },
): Promise<string> {
  const id = deed.actorId
  const person = await store.db
    .selectFrom('extension')
    .select(['number', 'name', 'email', 'password_hash'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  const counted = await countTry(store, person.email, client.ip, deed.at)
  if (!(await passwords.verify(person.password_hash, change.current_password))) {
    throw new Problem('wrong_credentials', 'The current password is not right.')
  }
  checkPassword(change.password, person)
  const passwordHash = await passwords.hash(change.password)
  return store.write(async (trx) => {
    await forgive(trx, counted, deed.at)
    await trx.updateTable('extension').set({ password_hash: passwordHash }).where('id', '=', id).execute()
    await endAllSessions(trx, id)
    await audit(trx, deed, { action: 'extension.password_changed', objectType: 'extension', objectId: id })
    await rightsChanged(trx, store.backend, deed, [id])
    return openSession(trx, id, client, deed.at, signInLimits)
  })
}
