import { existsSync } from 'node:fs'
import { dataPaths } from '../config/data-paths.ts'
import type { Config } from '../config/load.ts'
import { resetPassword } from '../core/people/change-person.ts'
import { createPasswordHasher } from '../core/people/passwords.ts'
import { openStore } from '../db/store.ts'
import { newToken } from '../lib/token.ts'
import { CliProblem } from './problem.ts'

/**
 * For an administrator who is locked out: gives a person a new password, which is answered, and signs them out everywhere.
 * May be done while the gateway runs.
 */
export async function resetPasswordOf(email: string, { storage }: Config): Promise<string> {
  const { database } = dataPaths(storage.dataDir)
  if (!storage.databaseUrl && !existsSync(database))
    throw new CliProblem(`There is no database at ${database}.`)
  const store = openStore({
    databaseUrl: storage.databaseUrl?.reveal(),
    file: database,
    synchronous: 'FULL',
  })
  try {
    const person = await store.db
      .selectFrom('extension')
      .select(['id', 'active'])
      .where('email', '=', email.trim().toLowerCase())
      .executeTakeFirst()
    if (!person) throw new CliProblem(`Nobody has the e-mail address ${email}.`)
    if (person.active !== 1)
      throw new CliProblem(`${email} is switched off; an administrator must switch it on first.`)
    const password = newToken().slice(0, 24)
    await resetPassword(
      store,
      createPasswordHasher(),
      { actorId: null, at: Date.now(), ip: null },
      person.id,
      password,
    )
    return password
  } finally {
    await store.close()
  }
}
